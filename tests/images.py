#!/usr/bin/env python3
"""Decodes the test pictures of ../shared/suites with build/bin/image_rgba.

  images.py IMAGE_RGBA SUITES

Every valid picture must have the expected pixels, every corrupt one must be
refused, and none may take longer than a while or end by a signal.  Status 77:
the suites are not there.
"""
import configparser
import json
import os
import subprocess
import sys

WHILE = 60  # seconds
failures = 0
checked = 0


def decode(path, step=0):
    """(width, height, RGBA) or None when refused."""
    command = [sys.argv[1]] + ([str(step)] if step else [])
    with open(path, "rb") as file:
        try:
            done = subprocess.run(command, stdin=file, capture_output=True,
                                  timeout=WHILE)
        except subprocess.TimeoutExpired:
            fail(path, "takes too long")
            return None
    if done.returncode not in (0, 1):
        fail(path, "status %d: %s" % (done.returncode,
                                      done.stderr[-300:].decode("latin-1")))
    if done.returncode != 0:
        return None
    line, _, pixels = done.stdout.partition(b"\n")
    width, height = map(int, line.split())
    return width, height, pixels


def fail(path, why):
    global failures
    failures += 1
    print("FAILED %s: %s" % (path, why))


def premultiplied(rgba):
    out = bytearray(len(rgba))
    for i in range(0, len(rgba), 4):
        alpha = rgba[i + 3]
        for k in range(3):
            out[i + k] = (rgba[i + k] * alpha + 127) // 255
        out[i + 3] = alpha
    return out


def compare(path, got, want, what=""):
    """Pixels are kept premultiplied: what alpha has taken is not compared."""
    global checked
    checked += 1
    if got is None:
        fail(path, "is refused" + what)
    elif len(got[2]) != len(want):
        fail(path, "%d bytes instead of %d%s" % (len(got[2]), len(want), what))
    elif got[2] != want:
        a, b = premultiplied(got[2]), premultiplied(want)
        far = [i for i in range(len(a)) if abs(a[i] - b[i]) > 1]
        if far:
            i = far[0] // 4 * 4
            fail(path, "%d values differ, the first at pixel %d: %s instead "
                 "of %s%s" % (len(far), i // 4, list(a[i:i + 4]),
                              list(b[i:i + 4]), what))


def files(folder, *endings):
    for base, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if not endings or name.lower().endswith(endings):
                yield os.path.join(base, name)


def check_pngsuite(folder):
    for path in files(folder, ".png"):
        values = path[:-4] + "_to8.json"
        if not os.path.exists(values):
            values = path[:-4] + ".json"
        if os.path.exists(values):
            with open(values, encoding="ascii") as file:
                numbers = json.load(file)
            if max(numbers) > 255:  # 16 bits each
                numbers = [(n * 255 + 32767) // 65535 for n in numbers]
            compare(path, decode(path), bytes(numbers))


def check_gifs(folder):
    for path in files(folder, ".conf"):
        config = configparser.ConfigParser(interpolation=None)
        config.read(path)
        gif = os.path.join(folder, config["config"]["input"])
        frames = [f.strip() for f in config["config"]["frames"].split(",")]
        # Pictures without a delay are not told apart as the suite does.
        if frames == [""] or config["config"]["force-animation"] == "yes":
            continue
        wanted = []
        for frame in frames[:8]:
            pixels = os.path.join(folder, config[frame]["pixels"])
            with open(pixels, "rb") as file:
                wanted.append(file.read())
        # One without a delay in front is not counted there.
        first = decode(gif)
        late = len(frames) > 1 and first and first[2] != wanted[0]
        for step, want in enumerate(wanted):
            compare(gif, decode(gif, step + late), want,
                    " (picture %d)" % step)


def check_bmps(folder):
    for path in files(folder, ".bmp"):
        want = decode(path + ".png")
        compare(path, decode(path), want[2] if want else b"")


def check_decodes(folder):
    global checked
    for path in files(folder, ".png", ".gif", ".ico"):
        checked += 1
        if decode(path) is None:
            fail(path, "is refused")


def check_refused(folder):
    global checked
    for path in files(folder):
        checked += 1
        if decode(path) is not None:
            fail(path, "is taken")


def check_lives(folder):
    global checked
    for path in files(folder):
        checked += 1
        decode(path)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    suites = sys.argv[2]
    if not os.path.isdir(suites):
        print("skipped: %s is not there" % suites)
        return 77
    pictures = os.path.join(suites, "images")
    bad = os.path.join(suites, "adversarial", "corpus")
    check_pngsuite(os.path.join(pictures, "pngsuite"))
    check_gifs(os.path.join(pictures, "gif-pygif"))
    check_bmps(os.path.join(pictures, "bmp"))
    check_decodes(os.path.join(pictures, "gif-ico"))
    check_decodes(os.path.join(pictures, "png-libpng"))
    check_refused(os.path.join(bad, "png-pngsuite-corrupt"))
    check_refused(os.path.join(bad, "bmp-bad"))
    for name in sorted(os.listdir(bad)):
        if name.split("-")[0] in ("png", "gif", "jpeg", "bmp", "image"):
            check_lives(os.path.join(bad, name))
    for path in files(os.path.join(suites, "adversarial", "generated-small")):
        if path.endswith(".png") or "bmp-set" in path or "gif-set" in path:
            decode(path)
    print("%d pictures, %d failures" % (checked, failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
