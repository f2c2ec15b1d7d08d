"""What a person sees first, of everything below."""
