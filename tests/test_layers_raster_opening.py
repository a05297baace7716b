"""What a raster file may not do: reach the network, read another file, pass a limit, or be placed by a guess (S2.1)."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin
from rasters import CORNER, scene, write_raster

from data import InputRefused, UsageProblem
from layers import Look, RasterLimits, overlay
from layers.raster import open_raster

SMALL = Look(size=64)
VRT = """<VRTDataset rasterXSize="20" rasterYSize="20"><SRS>EPSG:32638</SRS>
<GeoTransform>500000,10,0,3700000,0,-10</GeoTransform><VRTRasterBand dataType="UInt16" band="1"><SimpleSource>
<SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand>
</VRTDataset>"""


@contextmanager
def counting() -> Iterator[list[bytes]]:
    """A server on this machine that writes down everything it is asked."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(1)
                heard.append(connection.recv(2048))
                connection.sendall(b"HTTP/1.0 404 Not Found\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    heard_at = f"http://127.0.0.1:{server.getsockname()[1]}/image.tif"
    heard.append(heard_at.encode())
    try:
        yield heard
    finally:
        server.close()


def test_the_counter_of_requests_counts() -> None:
    with counting() as heard:
        host, port = heard[0].decode().removeprefix("http://").split("/")[0].split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"GET /image.tif HTTP/1.0\r\n\r\n")
            client.recv(100)
    assert len(heard) == 2


def hostile(kind: str, folder: Path, address: str) -> Path:
    """A file by its trick; all of them name an address or another file."""
    path = folder / "image.tif"
    secret = write_raster(folder / "other" / "secret.tif", scene(20, 20, bands=1))
    if kind == "vrt":
        path.write_text(VRT.format(source=f"/vsicurl/{address}"))
    elif kind == "vrt_local":
        path.write_text(VRT.format(source=secret))
    elif kind == "wms":
        path.write_text(f'<GDAL_WMS><Service name="TMS"><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>')
    elif kind == "stac":
        path.write_text(f'{{"stac_version": "1.0.0", "assets": {{"a": {{"href": "{address}"}}}}}}')
    else:
        write_raster(path, scene(20, 20, bands=1))
        beside = {"aux": "image.tif.aux.xml", "ovr": "image.tif.ovr", "msk": "image.tif.msk", "world": "image.tfw"}
        (folder / beside[kind]).write_text(
            f"<PAMDataset><Metadata domain='GEOLOCATION'><MDI key='X_DATASET'>/vsicurl/{address}</MDI></Metadata>"
            f"<SRS>EPSG:4326</SRS></PAMDataset>"
            if kind == "aux"
            else VRT.format(source=f"/vsicurl/{address}")
        )
    return path


@pytest.mark.parametrize("kind", ["vrt", "vrt_local", "wms", "stac", "aux", "ovr", "msk", "world"])
def test_a_file_neither_asks_the_network_nor_reads_another_file(kind: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with counting() as heard:
        path = hostile(kind, tmp_path, heard[0].decode())
        with opened_files(tmp_path, tmp_path / "other") as names:
            if kind in ("aux", "ovr", "msk", "world"):
                assert overlay(path, look=SMALL).bounds.west == pytest.approx(45, abs=0.01)
            else:
                with pytest.raises(InputRefused, match=r"image\.tif"):
                    overlay(path, look=SMALL)
    assert len(heard) == 1
    assert names <= {"image.tif"}


@contextmanager
def opened_files(*folders: Path) -> Iterator[set[str]]:
    """Names of the files in these folders that anything opens while the block runs, as Linux sees it."""
    names: set[str] = set()
    if not sys.platform.startswith("linux"):
        yield names
        return
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    for folder in folders:
        assert libc.inotify_add_watch(watch, str(folder).encode(), 0x20) > 0
    try:
        yield names
        with os.fdopen(watch, "rb", buffering=0, closefd=False) as events:
            held = events.read(1 << 20) or b""
        while held:
            _, _, _, length = struct.unpack_from("iIII", held)
            names.add(held[16 : 16 + length].rstrip(b"\0").decode())
            held = held[16 + length :]
        names.discard("")
    finally:
        os.close(watch)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="inotify is of Linux")
def test_the_watch_over_files_sees_what_is_opened(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("x")
    with opened_files(tmp_path) as names:
        (tmp_path / "beside.txt").read_text()
    assert names == {"beside.txt"}


def test_what_lies_beside_changes_nothing(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(40, 40))
    before = overlay(path, look=SMALL).picture
    with rasterio.open(path) as image:
        write_raster(tmp_path / "image.tif.ovr", np.zeros((3, 20, 20), "uint16"), crs=None, transform=None)
        assert image.shape == (40, 40)
    assert overlay(path, look=SMALL).picture == before


def test_a_name_that_reads_as_an_address_is_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "zip+https:"
    folder.mkdir()
    path = write_raster(folder / "a!b.tif", scene(20, 20, bands=1))
    assert overlay(path, look=SMALL).width > 0
    for name in ("/vsicurl/http://127.0.0.1:9/a.tif", "https://example.org/a.tif", "GTIFF_DIR:1:a.tif"):
        with pytest.raises(UsageProblem, match="no file"):
            overlay(name)


def cut(path: Path, share: float) -> None:
    held = path.read_bytes()
    path.write_bytes(held[: int(len(held) * share)])


@pytest.mark.parametrize("share", [0.0001, 0.05, 0.5, 0.97])
@pytest.mark.parametrize("layout", [{}, {"tiled": True, "blockxsize": 64, "blockysize": 64, "compress": "deflate"}])
def test_a_cut_file_is_told_as_such(share: float, layout: dict[str, object], tmp_path: Path) -> None:
    path = write_raster(tmp_path / "cut.tif", scene(300, 300), **layout)
    cut(path, share)
    with pytest.raises(InputRefused, match=r"cut\.tif"):
        overlay(path, look=SMALL)


def retag(path: Path, tag: int, value: int) -> None:
    """Write another value into a tag of a little-endian TIFF."""
    held = bytearray(path.read_bytes())
    at = struct.unpack_from("<I", held, 4)[0]
    for number in range(struct.unpack_from("<H", held, at)[0]):
        entry = at + 2 + 12 * number
        if struct.unpack_from("<H", held, entry)[0] == tag:
            struct.pack_into("<I", held, entry + 8, value)
    path.write_bytes(held)


def test_no_bands_are_refused(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "none.tif", scene(20, 20, bands=1))
    retag(path, 277, 0)
    with pytest.raises(InputRefused, match=r"none\.tif"):
        overlay(path, look=SMALL)


def test_far_too_many_pixels_are_refused_before_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.tif"
    shape = {"driver": "GTiff", "width": 100_000, "height": 100_000, "count": 1, "dtype": "uint8"}
    tiles = {"tiled": True, "blockxsize": 512, "blockysize": 512, "sparse_ok": True, "bigtiff": "YES"}
    rasterio.open(path, "w", crs="EPSG:32638", transform=CORNER, **shape, **tiles).close()
    with pytest.raises(InputRefused, match="100000 x 100000"):
        overlay(path, look=SMALL)


def test_every_limit_is_held_and_named(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(200, 200, bands=2), blockysize=200)
    for name, most in (("pixels", 39_999), ("bands", 1), ("seconds", 0.0), ("block_megabytes", 0)):
        with pytest.raises(InputRefused, match=name.replace("_", " ")) as told:
            overlay(path, look=SMALL, limits=replace(RasterLimits(), **{name: most}))
        assert f"--limit {name}=N" in str(told.value)


@pytest.mark.parametrize(
    ("values", "more", "told"),
    [
        (np.full((20, 20), 7, "uint8"), {"nodata": 7}, "holds no value"),
        (np.full((20, 20), np.nan, "float32"), {}, "holds no value"),
        (np.full((20, 20), np.inf), {}, "holds no value"),
        (np.ones((20, 20), "complex64"), {}, "complex64"),
        (np.ones((20, 20), "uint8"), {"crs": None}, "states no coordinate reference system"),
        (np.ones((20, 20), "uint8"), {"transform": None}, "does not say where it lies"),
        (np.ones((20, 20), "uint8"), {"crs": "EPSG:4326"}, "these are no degrees"),
        (
            np.ones((20, 20), "uint8"),
            {"crs": "EPSG:4270", "transform": from_origin(44, 33, 0.01, 0.01)},
            "no proper way",
        ),
        (np.ones((20, 20), "uint8"), {"crs": 'LOCAL_CS["site grid",UNIT["metre",1]]'}, "no place on the Earth"),
        (np.ones((20, 20), "uint8"), {"transform": from_origin(1e9, 1e9, 10, 10)}, "outside what"),
        (np.ones((20, 20), "uint8"), {"crs": "EPSG:3031", "transform": from_origin(0, 0, 10, 10)}, "web map"),
    ],
    ids=lambda value: "" if isinstance(value, np.ndarray) else str(value)[:30],
)
def test_what_cannot_be_placed_or_drawn_is_refused_with_what_to_do(
    values: np.ndarray, more: dict[str, object], told: str, tmp_path: Path
) -> None:
    path = write_raster(tmp_path / "image.tif", values, **more)
    with pytest.raises(InputRefused, match=told) as fault:
        overlay(path, look=SMALL)
    assert str(fault.value).startswith("image.tif: ")
    assert fault.value.hint


def test_control_points_alone_are_no_place(tmp_path: Path) -> None:
    points = [
        GroundControlPoint(row, col, 500_000 + col * 10, 3_700_000 - row * 10) for row, col in ((0, 0), (0, 9), (9, 0))
    ]
    path = write_raster(tmp_path / "image.tif", scene(20, 20, bands=1), transform=None, gcps=points)
    with pytest.raises(InputRefused, match="control points only"):
        overlay(path)


def test_a_crs_that_is_given_stands_where_the_file_has_none_and_nowhere_else(tmp_path: Path) -> None:
    bare = write_raster(tmp_path / "bare.tif", scene(20, 20, bands=1), crs=None)
    found = overlay(bare, look=SMALL, crs="EPSG:32638")
    assert found.bounds.west == pytest.approx(45, abs=0.01)
    assert "given by the caller" in found.notes[0]
    stated = write_raster(tmp_path / "stated.tif", scene(20, 20, bands=1))
    assert overlay(stated, look=SMALL, crs="EPSG:32638").bounds == found.bounds
    with pytest.raises(UsageProblem, match="UTM zone 38N"):
        overlay(stated, look=SMALL, crs="EPSG:32637")


def test_a_crs_that_names_a_file_is_refused(tmp_path: Path) -> None:
    grids = "+proj=longlat +ellps=clrk80 +nadgrids=/etc/hostname +no_defs +type=crs"
    path = write_raster(
        tmp_path / "image.tif", scene(20, 20, bands=1), crs=None, transform=from_origin(44, 33, 0.01, 0.01)
    )
    with pytest.raises(InputRefused, match="names another file"):
        overlay(path, look=SMALL, crs=grids)


def test_a_crs_far_from_its_area_is_said(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(20, 20, bands=1), transform=Affine(10, 0, -3_000_000, 0, -10, 0))
    assert "check its CRS" in overlay(path, look=SMALL).notes[0]


def test_the_doors_of_a_raster(tmp_path: Path) -> None:
    path = write_raster(tmp_path / "image.tif", scene(30, 20))
    with open_raster(path) as raster:
        assert (raster.name, raster.shape, raster.transform) == ("image.tif", (30, 20), CORNER)
    with pytest.raises(InputRefused, match="empty"):
        overlay((tmp_path / "empty.tif").touch() or tmp_path / "empty.tif")
    (tmp_path / "text.tif").write_text("not an image")
    with pytest.raises(InputRefused, match="no GeoTIFF"):
        overlay(tmp_path / "text.tif")
