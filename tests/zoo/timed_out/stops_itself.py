"""Waits for a lock that nobody will open."""

import threading

import numpy as np


lock = threading.Lock()
lock.acquire()


def double(x):
    lock.acquire()


def total(x):
    lock.acquire()


def even(f, x):
    lock.acquire()
