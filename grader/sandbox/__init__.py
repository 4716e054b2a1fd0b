"""Run code nobody trusts, and believe nothing it says but its values.

Theory of operation
-------------------
Three kinds of process take part.

* The *grader* (trusted) holds hidden tests, references, expected values and verdicts.
* The *zygote* (semi-trusted) is our own code with numpy imported and no secret. It runs inside
  bubblewrap where the machine allows that (the outer wall) and does one thing: fork.
* A *runner* (untrusted) is a fork of the zygote that raises the inner wall (landlock, resource
  limits, seccomp) and then executes the submission. From its first line of student code on it is
  the student's process; everything in it may lie.

Grader and runner share one socket pair. Frames on it hold plain values and raw array bytes, are
typed, capped before anything is allocated, and are never unpickled, imported or evaluated. Time
and memory are read from the kernel by the grader; the end of a runner is SIGKILL through a pidfd.

`runner`, `zygote` and `walls` import the standard library, numpy and `wire`, nothing else.
"""
