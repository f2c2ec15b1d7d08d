from django.db import migrations

# What the tops of a day count, and what lists of mentions look for, is said by the same functions: so the two agree.
# Only as much of a text is looked at as the full text holds (monitoring_search).
#
# A link is its host, path and question, without scheme, www, fragment, and what only tracks readers.
_FUNCTIONS = r"""
CREATE FUNCTION monitoring_said(title text, said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN left(title || ' ' || said, 50000);

CREATE FUNCTION monitoring_hashtags(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT trim(monitoring_folded(found[1]))
    FROM regexp_matches(said, '(?<![[:alnum:]_])[#＃]([[:alnum:]_]+)', 'g') AS found);

CREATE FUNCTION monitoring_link(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT lower(substring(bare FROM '^[^/?]*')) || coalesce(substring(bare FROM '[/?].*$'), '')
    FROM (SELECT
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
            written,
            '[].,;:!?''’”»…*_)]+$', ''),
            '#.*$', ''),
            '^(https?://)?([^/?@]*@)?(www\.)?', '', 'i'),
            '([?&])(utm_[a-z_]+|(fb|g|d|ms|y)clid|igshid|igsh|mc_[ce]id|ref_src|ref_url)=[^&]*', '\1', 'gi'),
            '([?&])&+', '\1', 'g'),
            '[?&]+$', ''),
            '^([^?]*[^/?])/+(\?|$)', '\1\2') AS bare) AS shortened);

CREATE FUNCTION monitoring_links(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT DISTINCT monitoring_link(found[1])
    FROM regexp_matches(said, '((?:\mhttps?://|\mwww\.)[^[:space:]<>"«»]+)', 'gi') AS found);
"""
_NO_FUNCTIONS = """
DROP FUNCTION monitoring_links(text);
DROP FUNCTION monitoring_link(text);
DROP FUNCTION monitoring_hashtags(text);
DROP FUNCTION monitoring_said(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0009_saved_views")]

    operations = [migrations.RunSQL(_FUNCTIONS, _NO_FUNCTIONS)]
