"""The partnership: clusters, their schools and services, and every number and word they choose."""
