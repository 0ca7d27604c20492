"""The present run made anew while pages are served: a job that says how far it is on every page.

    work       the job: the same commands as at a terminal, in a process of their own
    telling    how far it is, in a small file that every page looks at

The new run takes the folder of the present one when it is whole; `kejin.web.answers` notices.
"""
