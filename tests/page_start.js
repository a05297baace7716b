// What folium writes for a map, in short.
var map_0 = L.map('map_0', { center: [33, -25.4], zoom: 7, minZoom: 4, maxZoom: 16, attributionControl: false });
StrikeAtlas.attach(map_0, { model: 'sa-model', records: 'sa-records', base: 'sa-base' }).then(function (app) {
  window.app = app;
});
