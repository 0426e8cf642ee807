using System.Numerics;
using Impasto;
using Impasto.Imaging;
using Impasto.Networks.Weights;

// paint PHOTO PAINTING RESULT [SIZE]
if (args.Length is not (3 or 4) || !int.TryParse(args.ElementAtOrDefault(3) ?? "256", out int size))
{
    Console.Error.WriteLine("paint PHOTO PAINTING RESULT [SIZE]");
    return 2;
}

try
{
    var reader = new PictureReader();
    using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
    var options = new StylizeOptions { Sizing = new() { Size = size }, Steps = [10] };
    StylizeResult result = stylizer.Run(reader.Read(args[0]), [new WeightedStyle(reader.Read(args[1]))], options);
    PictureWriter.Write(result.Picture, args[2], new PictureWriteOptions { Overwrite = true });
    Console.WriteLine(
        $"{result.Picture.Size}, {result.Losses.Count} steps, {result.Engine}, "
        + $"vectors of {Vector<byte>.Count * 8} bits, {result.Seconds:0.00} s");
    return 0;
}
catch (ImpastoException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
