using Impasto.Samples.Drawing;
using SkiaSharp;

// Draws the sample styles and masks into a folder: dotnet run --project samples/Drawing -- samples/pictures
string folder = args.Length == 1 ? args[0] : throw new ArgumentException("Expected the folder to draw into.");
(string Name, Action<SKCanvas> Draw)[] styles =
[
    ("swirls", Swirls.Draw),
    ("waves", Waves.Draw),
    ("mosaic", Mosaic.Draw),
    ("meadow", Meadow.Draw),
];
foreach ((string name, Action<SKCanvas> draw) in styles)
{
    var info = new SKImageInfo(Canvas.Width, Canvas.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
    using var surface = SKSurface.Create(info);
    draw(surface.Canvas);
    using SKImage image = surface.Snapshot();
    using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, 90);
    using FileStream file = File.Create(Path.Combine(folder, name + ".jpg"));
    data.SaveTo(file);
}

(string Name, Func<SKSurface> Draw)[] masks = [("cat-mask", Masks.Cat), ("rocket-map", Masks.Rocket)];
foreach ((string name, Func<SKSurface> draw) in masks)
{
    using SKSurface surface = draw();
    using SKImage image = surface.Snapshot();
    using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
    using FileStream file = File.Create(Path.Combine(folder, name + ".png"));
    data.SaveTo(file);
}
