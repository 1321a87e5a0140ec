"""People who sign in: who they are, how they prove it, who supervises whom."""
