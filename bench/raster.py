"""Rasters beside the usual ways: a picture on the page, a pyramid of tiles, sums in units, and where pixels lie.

    python bench/raster.py [overlay] [large] [place] [zonal] [tiles] [tiles-small]

The rasters are made here, in a temporary folder (some 4 GB for `large`). Each way runs in a process of its own, so that
its memory is its own; all run one after the other, on the same file. Peers that are not installed are left out:
rasterstats, rio-mbtiles (pip install rasterstats rio-mbtiles), gdal2tiles (of GDAL's own programs). What counts is the
ratio within one run; on a machine that others use as well, that of the seconds of processors. `tiles-small` takes a COG
of 4,000 x 4,000. Tiles of ours and of rio-mbtiles are WebP, those of gdal2tiles as its WebP driver writes them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import rasterio.shutil
from affine import Affine
from rasterio.transform import from_origin
from rasterio.warp import transform as exactly

from layers import RasterLimits, open_raster
from layers.raster.place import grid_of, place_of
from layers.raster.warp import warped

ROOT = Path(__file__).resolve().parent.parent
UNITS = (
    Path(os.environ.get("STRIKEATLAS_SHARED", ROOT.parent / "shared")) / "data/boundaries/cod_IRQ_adm3_20190603.geojson"
)
WAYS = {
    "ours": """
from layers import overlay
found = overlay(path, date="2017-07-10")
told = f"{found.width} x {found.height}, {found.picture.size / 1e6:.2f} MB in the page"
""",
    "WarpedVRT, read at 2048 px, WebP": """
import numpy as np, rasterio
from rasterio.enums import Resampling
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT
with rasterio.open(path) as image, WarpedVRT(image, crs="EPSG:3857", resampling=Resampling.bilinear) as warped:
    scale = 2048 / max(warped.width, warped.height)
    values = warped.read((1, 2, 3), out_shape=(3, round(warped.height * scale), round(warped.width * scale)))
steps = np.empty(values.shape, "uint8")
for band, target in zip(values, steps):
    low, high = np.percentile(band, (2, 98))
    target[:] = np.clip((band.astype("float32") - low) * (255 / (high - low)), 0, 255)
with MemoryFile() as memory:
    shape = dict(width=steps.shape[2], height=steps.shape[1], count=3, dtype="uint8")
    with memory.open(driver="WEBP", QUALITY=75, **shape) as out:
        out.write(steps)
    told = f"{steps.shape[2]} x {steps.shape[1]}, {len(memory.read()) / 1e6:.2f} MB"
""",
    "ours, tiles": """
from layers import Making, tile_pyramid
made = tile_pyramid(path, path.with_suffix(".pmtiles"), making=Making(workers=2))
told = f"{made.tiles} tiles, zooms {made.zooms}, {made.size / 1e6:.1f} MB"
""",
    "rio-mbtiles, 2 processes": """
eight, out = path.with_suffix(".8.tif"), path.with_suffix(".mbtiles")
from click.testing import CliRunner
from rasterio.rio.main import main_group
import mbtiles.scripts.cli
main_group.add_command(mbtiles.scripts.cli.mbtiles) if "mbtiles" not in main_group.commands else None
done = CliRunner().invoke(main_group, ["mbtiles", str(eight), "-o", str(out), "--zoom-levels", "8..14", "-j", "2",
                                       "--format", "WEBP", "--resampling", "bilinear"])
assert done.exit_code == 0, (done.output, done.exception)
told = f"{out.stat().st_size / 1e6:.1f} MB"
""",
    "gdal2tiles, 2 processes": """
import shutil, subprocess
program = shutil.which("gdal2tiles.py") or shutil.which("gdal2tiles")
assert program, "gdal2tiles is not installed"
out = path.with_suffix(".tiles")
subprocess.run([program, "--processes=2", "--xyz", "--zoom=8-14", "--tiledriver=WEBP", "--resampling=bilinear",
                "--webviewer=none", str(path.with_suffix(".8.tif")), str(out)], check=True, capture_output=True)
told = f"{sum(file.stat().st_size for file in out.rglob('*.webp')) / 1e6:.1f} MB"
""",
}
# Neither peer takes values of 16 bits: the image is brought to 8 for them, and that is not counted.
EIGHT = """
import numpy as np, rasterio
with rasterio.open(path) as image:
    profile = image.profile | {"dtype": "uint8", "compress": "deflate"}
    low, high = np.percentile(image.read(1, out_shape=(1000, 1000)), (2, 98))
    with rasterio.open(path.with_suffix(".8.tif"), "w", **profile) as out:
        for _, window in image.block_windows(1):
            steps = np.clip((image.read(window=window) - low) * (255 / (high - low)), 0, 255)
            out.write(steps.astype("uint8"), window=window)
told = "for the others"
"""
ZONAL = {
    "ours": """
from layers import zonal
sums = zonal(units, path)["sum"].to_numpy()
""",
    "exactextract, plain": """
import geopandas
from exactextract import exact_extract
frame = geopandas.read_file(boundaries)
wanted = ["sum", "mean", "min", "max", "stdev", "count"]
sums = exact_extract(str(path), frame, wanted, output="pandas")["sum"].to_numpy()
""",
    "rasterstats": """
from rasterstats import zonal_stats
sums = np.array([row["sum"] for row in zonal_stats(str(boundaries), str(path), stats="sum mean min max std count")])
""",
}
RUN = """
import resource, sys, time
from pathlib import Path
path, boundaries = Path({path!r}), Path({boundaries!r})
import numpy as np
{before}
if __name__ == "__main__":
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    worked = lambda: sum(sum(resource.getrusage(who)[:2]) for who in both)
    start, began = time.perf_counter(), worked()
{body}
    took, worked = time.perf_counter() - start, worked() - began
    # What getrusage says of a process itself, it has from the one that started it.
    status = Path("/proc/self/status")
    own = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if status.exists() else float("nan")
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    more = f" and {{of_children:.0f}} MB in the largest of its processes" if of_children else ""
    print(f"{{took:.2f}} s ({{worked:.2f}} s of processors), {{own:.0f}} MB{{more}}, {{told}}")
"""
IMPORTS = "import rasterio\nfrom rasterio.vrt import WarpedVRT\n"


def run(name: str, body: str, path: Path, *, before: str = "") -> None:
    """Run one way in a process of its own and print what it took; imports are not counted."""
    indented = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    script = path.with_name("way.py")
    script.write_text(RUN.format(path=str(path), boundaries=str(UNITS), before=before, body=indented), encoding="utf-8")
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": paths}
    )
    said = done.stdout.strip().splitlines()[-1] if done.returncode == 0 else f"left out ({done.stderr.strip()[-160:]})"
    print(f"  {name:<34} {said}", flush=True)


def make(path: Path, side: int, *, cog: bool) -> Path:
    """Write a scene of three bands in UTM 38N, piece by piece."""
    draw = np.random.default_rng(1)
    plain = path.with_suffix(".plain.tif")
    shape = {"driver": "GTiff", "width": side, "height": side, "count": 3, "dtype": "uint16", "interleave": "pixel"}
    place = {"crs": "EPSG:32638", "transform": from_origin(300_000, 4_100_000, 10, 10), "bigtiff": "IF_SAFER"}
    with rasterio.open(plain, "w", **shape, **place) as out:
        for top in range(0, side, 500):
            y, x = np.mgrid[top : min(side, top + 500), 0:side].astype("float32")
            base = 800 + 400 * np.sin(x / 90) * np.cos(y / 70) + 300 * np.sin((x + y) / 900)
            bands = np.stack([base, base * 1.1 + 80, base * 0.8 + 200]).astype("uint16")
            out.write(
                bands + draw.integers(0, 60, bands.shape, dtype="uint16"), window=((top, top + y.shape[0]), (0, side))
            )
    if not cog:
        return plain.rename(path)
    how = {"compress": "DEFLATE", "predictor": "YES", "level": 1, "overview_resampling": "average", "num_threads": "2"}
    with rasterio.Env(GDAL_CACHEMAX=512):
        rasterio.shutil.copy(plain, path, driver="COG", bigtiff="IF_SAFER", **how)
    plain.unlink()
    return path


def overlays(folder: Path, *, large: bool) -> None:
    """A picture of 2,048 pixels from a COG, from one four times as large, and from stripes without overviews."""
    ours, plain = WAYS["ours"], WAYS["WarpedVRT, read at 2048 px, WebP"]
    load = "import layers.raster\n"
    sides = ((20_000, True),) if large else ((10_000, True), (10_000, False))
    for side, cog in sides:
        path = make(folder / f"scene-{side}-{'cog' if cog else 'stripes'}.tif", side, cog=cog)
        print(f"{side} x {side}, three bands of 16 bits, {'COG' if cog else 'stripes without overviews'}:")
        for _ in range(3):
            run("ours", ours, path, before=load)
            run("WarpedVRT, read at 2048 px, WebP", plain, path, before=IMPORTS)
        if large or not cog:
            path.unlink()


def tiles(folder: Path, *, side: int) -> None:
    """A full pyramid of a COG."""
    path = folder / f"scene-{side}-cog.tif"
    path = path if path.exists() else make(path, side, cog=True)
    print(f"Full pyramid of the COG of {side} x {side}:")
    run("ours", WAYS["ours, tiles"], path, before="import layers.raster.pyramid\n")
    run("(8 bits)", EIGHT, path)
    for name in ("rio-mbtiles, 2 processes", "gdal2tiles, 2 processes"):
        run(name, WAYS[name], path)


def place() -> None:
    """Control points over 100 km against rasterio's exact transform, in pixels of the picture."""
    worst, naive, side, res = 0.0, [], 4000, 25
    origin = Affine(res, 0, 300_000, 0, -res, 4_100_000)
    with tempfile.TemporaryDirectory() as folder:
        for row in (20, 1000, 2000, 3000, 3979):
            for column in (20, 1000, 2000, 3000, 3979):
                values = np.zeros((side, side), "uint8")
                values[row - 4 : row + 5, column - 4 : column + 5] = 200
                path = Path(folder) / "point.tif"
                shape = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "uint8"}
                with rasterio.open(path, "w", crs="EPSG:32638", transform=origin, compress="deflate", **shape) as out:
                    out.write(values, 1)
                with open_raster(path, limits=RasterLimits()) as raster:
                    grid = grid_of(raster, place_of(raster), size=2048)
                    drawn, valid = warped(raster, grid, (1,))
                    found = np.where(valid, drawn[0], 0).astype(float)
                y, x = np.mgrid[0 : grid.height, 0 : grid.width] + 0.5
                seen = (found * x).sum() / found.sum(), (found * y).sum() / found.sum()
                (east,), (north,) = exactly(
                    "EPSG:32638", "EPSG:3857", *([part] for part in origin @ (column + 0.5, row + 0.5))
                )
                wanted = (~grid.transform) @ (east, north)
                worst = max(worst, float(np.hypot(*np.subtract(seen, wanted))))
                stretched = ((column + 0.5) / side * grid.width, (row + 0.5) / side * grid.height)
                metres = grid.transform.a * np.cos(np.radians(36.6))
                naive.append(float(np.hypot(*np.subtract(stretched, wanted))) * metres)
    print(f"25 control points over 100 km: ours off by {worst:.3f} pixels of the picture at most;")
    print(f"  stretched between its corners: median {np.median(naive):.0f} m, most {max(naive):.0f} m")


def zonal(folder: Path) -> None:
    """Sums in the 294 subdistricts of Iraq over a raster of people, 0.0025 degrees to a pixel."""
    if not UNITS.exists():
        print(f"Sums in units: left out, there is no {UNITS.name}")
        return
    path = folder / "people.tif"
    rows, columns = 3600, 4200
    people = np.random.default_rng(2).gamma(0.4, 12, (rows, columns)).astype("float32")
    shape = {"driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": "float32", "nodata": -1}
    tiling = {"tiled": True, "blockxsize": 512, "blockysize": 512, "compress": "deflate"}
    with rasterio.open(
        path, "w", crs="EPSG:4326", transform=from_origin(38.5, 38, 0.0025, 0.0025), **shape, **tiling
    ) as out:
        out.write(people, 1)
    print("Sums in 294 units, 3,600 x 4,200 pixels (reading of the boundaries counted with the peers, not with ours):")
    units = "from layers import read_units\nimport layers.raster.sampling\nunits = read_units(boundaries, level=3)\n"
    for name, body in ZONAL.items():
        told = "told = f'{len(sums)} units, {np.nansum(sums):.0f} people'\n"
        run(name, body + told, path, before=units if name == "ours" else "")


def main(wanted: list[str]) -> None:
    """Run the parts that are named, or all but `large`."""
    wanted = wanted or ["overlay", "place", "zonal", "tiles"]
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "overlay" in wanted:
            overlays(folder, large=False)
        if "large" in wanted:
            overlays(folder, large=True)
        if "place" in wanted:
            place()
        if "zonal" in wanted:
            zonal(folder)
        if "tiles" in wanted:
            tiles(folder, side=10_000)
        if "tiles-small" in wanted:
            tiles(folder, side=4_000)
    print(f"{time.perf_counter() - began:.0f} s in all, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main(sys.argv[1:])
