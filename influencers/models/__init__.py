from influencers.models.person import Consent, Handle, Merge, Person

__all__ = ["Consent", "Handle", "Merge", "Person"]
