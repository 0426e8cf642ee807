using Impasto;
using Impasto.Imaging;
using Impasto.Networks.Weights;

Picture photo = new PictureReader().Read("samples/pictures/cat.jpg");
Picture painting = new PictureReader().Read("samples/pictures/swirls.jpg");

using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
var options = new StylizeOptions { Sizing = new() { Size = 256 } };
StylizeResult result = stylizer.Run(photo, [new WeightedStyle(painting)], options);

PictureWriter.Write(result.Picture, "result.png", new PictureWriteOptions { Overwrite = true });
