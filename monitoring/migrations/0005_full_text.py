import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

# Dictionaries without stop words: in «"no funciona"» every word counts.
_RULES = """
CREATE TEXT SEARCH DICTIONARY cmhub_{language} (TEMPLATE = pg_catalog.snowball, LANGUAGE = {language});
CREATE TEXT SEARCH CONFIGURATION cmhub_{language} (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION cmhub_{language}
    ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
    WITH cmhub_{language};
"""
_NO_RULES = """
DROP TEXT SEARCH CONFIGURATION cmhub_{language};
DROP TEXT SEARCH DICTIONARY cmhub_{language};
"""

# The folding of core.text, spoken by PostgreSQL: without case and accents, but for ñ and ç. What is no letter or digit
# becomes a space, so that «café/bar», «hola.Gracias» and «coffee_shop» are two words each.
#
# Stemmers know the endings that tell words apart by their accents, and people leave accents out: monitoring_words gives
# the endings that matter back to folded words, and takes plurals that the stemmers do not know to their singular. The
# Portuguese stemmer would make ç a c, but not ş: caça is not caca.
#
# Bodies are parsed when they are made, so that names in them are found wherever a dump is read back (PostgreSQL 14 on).
_FUNCTIONS = r"""
CREATE FUNCTION monitoring_folded(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    regexp_replace(
        replace(replace(replace(replace(
            normalize(lower(said), NFD),
            U&'n\0303', 'ñ'), U&'c\0327', 'ç'), 'ß', 'ss'), 'ς', 'σ'),
        '[\u0300-\u036f]+', '', 'g'),
    '[^[:alnum:]]+', ' ', 'g');

CREATE FUNCTION monitoring_words(language text, said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'es' THEN replace(replace(monitoring_folded(said) || ' ', 'cion ', 'ción '), 'eses ', 'es ')
    WHEN 'pt' THEN replace(replace(replace(replace(replace(replace(replace(monitoring_folded(said) || ' ',
        'ç', 'ş'), 'oes ', 'ao '), 'aes ', 'ao '), 'şao ', 'ção '),
        'encias ', 'encia '), 'encia ', 'ência '), 'veis ', 'vel ')
    ELSE monitoring_folded(said)
END;

CREATE FUNCTION monitoring_rules(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE language
    WHEN 'es' THEN 'cmhub_spanish'::regconfig
    WHEN 'en' THEN 'cmhub_english'::regconfig
    WHEN 'pt' THEN 'cmhub_portuguese'::regconfig
    ELSE 'pg_catalog.simple'::regconfig
END;

-- 50,000 letters are the most of which a vector can never be too long for PostgreSQL (1 MB).
CREATE FUNCTION monitoring_search(language text, title text, said text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(monitoring_rules(language), monitoring_words(language, left(title || ' ' || said, 50000)));

CREATE FUNCTION monitoring_asked(language text, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN phraseto_tsquery(monitoring_rules(language), monitoring_words(language, said));

CREATE FUNCTION monitoring_author_search(name text, handle text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('pg_catalog.simple', monitoring_folded(name || ' ' || handle));

CREATE FUNCTION monitoring_named(said text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsquery(
    'pg_catalog.simple',
    coalesce(replace(nullif(trim(monitoring_folded(said)), ''), ' ', ':* & ') || ':*', ''));
"""
_NO_FUNCTIONS = """
DROP FUNCTION monitoring_named(text);
DROP FUNCTION monitoring_author_search(text, text);
DROP FUNCTION monitoring_asked(text, text);
DROP FUNCTION monitoring_search(text, text, text);
DROP FUNCTION monitoring_rules(text);
DROP FUNCTION monitoring_words(text, text);
DROP FUNCTION monitoring_folded(text);
"""

_VECTOR = models.Func(
    models.F("language"), models.F("title"), models.F("text"), function="monitoring_search"
)
_NAMED = models.Func(
    models.F("name"),
    models.F("handle"),
    function="monitoring_author_search",
    output_field=django.contrib.postgres.search.SearchVectorField(),
)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0004_tops")]

    operations = [
        BtreeGinExtension(),
        *(
            migrations.RunSQL(_RULES.format(language=language), _NO_RULES.format(language=language))
            for language in ("spanish", "english", "portuguese")
        ),
        migrations.RunSQL(_FUNCTIONS, _NO_FUNCTIONS),
        migrations.AddField(
            model_name="mention",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=_VECTOR,
                output_field=django.contrib.postgres.search.SearchVectorField(),
                serialize=False,
            ),
        ),
        migrations.AddIndex(
            model_name="author",
            index=django.contrib.postgres.indexes.GinIndex(models.F("brand"), _NAMED, name="author_by_name"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(gone_at=None, hidden=False), fields=["brand", "search"], name="mention_words"
            ),
        ),
    ]
