"""What the studio does to a project, each act a form, a look at what would come of it, and a job."""
