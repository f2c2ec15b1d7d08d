"""Mail as rows: written once, sent by a job, readable by the people who may."""
