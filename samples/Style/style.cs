#:package Impasto@0.1.0
#:property PublishAot=false

// dotnet run style.cs -- photo.jpg painting.jpg result.png

using Impasto;
using Impasto.Imaging;
using Impasto.Networks.Weights;

if (args is not [var photo, var painting, var result])
{
    Console.Error.WriteLine("dotnet run style.cs -- PHOTO PAINTING RESULT");
    return 2;
}

var reader = new PictureReader();
using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
try
{
    StylizeResult painted = stylizer.Run(
        reader.Read(photo), [new WeightedStyle(reader.Read(painting))], Presets.Draft.Options);
    PictureWriter.Write(painted.Picture, result);
    Console.WriteLine($"{result}: {painted.Picture.Size}, {painted.Losses.Count} steps, {painted.Seconds:0.0} s");
    return 0;
}
catch (ImpastoException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
