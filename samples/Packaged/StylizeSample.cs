using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto: a tiny picture is repainted.</summary>
internal static class StylizeSample
{
    public static void Run()
    {
        Picture photo = Drawings.Stripes(side: 64, period: 32), painting = Drawings.Stripes(side: 64, period: 8);
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
        var options = new StylizeOptions { Sizing = new() { Size = 64 }, Steps = [4] };

        StylizeResult result = stylizer.Run(photo, [new WeightedStyle(painting)], options);

        Console.WriteLine($"Impasto: {result.Picture.Width} x {result.Picture.Height} pixels");
    }
}
