import numpy as np

from grader.checks import needs, points


@points(1)
def test_doubles(student, rng, check):
    """Every value is doubled."""
    x = rng.normal(size=(3, 4))
    check.close(student.double(x), x + x, rtol=1e-15)


@points(1)
def test_input_is_kept(student, rng, check):
    """The argument of double is not changed."""
    x = rng.normal(size=5)
    trace = student.double.trace(x)
    check.unchanged(trace, x)
    check.close(trace.result, x + x, rtol=1e-15)


@points(1)
def test_form(student, rng, check):
    """The result of double is a float64 array of the same shape."""
    result = student.double(np.arange(6).reshape(2, 3))
    check.shape(result, (2, 3))
    check.dtype(result, np.float64)
    check.equal(result, np.arange(0, 12, 2.0).reshape(2, 3))


@points(1)
def test_total(student, rng, check):
    """The total is the sum of all values."""
    x = rng.normal(size=100)
    check.close(student.total(x), sum(x.tolist()), rtol=0, atol=1e-12)


@points(1)
def test_total_of_many(student, rng, check):
    """The total is right for many different inputs."""
    for n in (1, 2, 3, 10, 1000):
        x = rng.integers(-1000, 1000, size=n).astype(float)
        check.equal(student.total(x), float(sum(x.tolist())))


@points(1)
def test_even(student, rng, check):
    """The even part of an odd function is 0, that of a constant is twice the constant."""
    f = check.counted(lambda x: x**3 + 4.0)
    check.close(student.even(f, float(rng.normal())), 8.0, rtol=1e-12)


@points(1)
@needs("even")
def test_even_calls(student, budget, rng, check):
    """The even part takes two calls of the function."""
    f = check.counted(lambda x: x * x)
    check.close(student.even(f, 3.0), 18.0, rtol=1e-12)
    check.calls(f, budget.calls("even", 1), "f")


def inputs_from(rng):
    return lambda size: (rng.integers(0, 100, size).astype(float),)


def verify_with(check):
    return lambda result, x: check.close(result, x.sum(), rtol=1e-12)


@points(1)
@needs("total")
def test_total_time(student, budget, rng, check):
    """The total takes about as long as ours."""
    budget.time("total", inputs_from(rng), verify_with(check))


@points(1)
@needs("total")
def test_total_growth(student, budget, rng, check):
    """The total of four times as many values takes about four times as long."""
    budget.growth("total", inputs_from(rng), verify_with(check))


@points(1)
@needs("total")
def test_total_memory(student, budget, rng, check):
    """The total is taken without copies of the input."""
    budget.memory("total", inputs_from(rng), verify_with(check))
