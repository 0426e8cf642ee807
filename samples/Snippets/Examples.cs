using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Samples.Snippets;

/// <summary>The examples of the library's doc comments, so that they compile.</summary>
internal static class Examples
{
    public static async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var reader = new PictureReader(new PictureLimits { MaxPixels = 20_000_000 });
        Picture photo = reader.Read("photo.jpg");
        Picture thirdPage = reader.Read("scan.tif#page=3");
        Picture upload = await reader.ReadAsync(stream, "upload", cancellation);
    }

    public static void Write(Picture picture)
    {
        PictureWriter.Write(picture, "result.jpg", new PictureWriteOptions { Quality = 90, Overwrite = true });
        byte[] png = PictureWriter.Encode(picture, PictureFormat.Png);
    }

    public static void Exchange(byte[] pixels, int width, int height)
    {
        Picture picture = Picture.FromPixels(pixels, new PictureSize(width, height), PixelLayout.Rgba32);
        picture.CopyTo(pixels, PixelLayout.Rgba32);
    }

    public static StylizeOptions Choose()
    {
        StylizeOptions options = Presets.Draft.Options with { Sizing = new() { Size = 800 } };
        return options;
    }

    public static async Task RunAsync(
        Stylizer stylizer,
        Picture photo,
        Picture waves,
        Picture swirls,
        StylizeOptions options,
        IProgress<StylizeProgress> progress,
        CancellationToken cancellation)
    {
        var task = new StylizeTask(photo, [new WeightedStyle(waves, 2), new WeightedStyle(swirls)], options)
        {
            PreviewWhen = Previews.Every(TimeSpan.FromSeconds(1)),
            TimeLimit = TimeSpan.FromMinutes(5),
        };
        StylizeResult result = await stylizer.RunAsync(task, progress, cancellation);
    }

    public static StylizeTask Divide(
        PictureReader reader,
        Picture photo,
        Picture swirls,
        Picture waves,
        StylizeOptions options)
    {
        Mask face = Mask.OfBrightness(reader.Read("face.png"));
        Mask sky = Mask.OfBrightness(reader.Read("sky.png"));
        var task = new StylizeTask(photo, [new WeightedStyle(swirls)], options)
        {
            Regions = [new StylizeRegion(face, []), new StylizeRegion(sky, [new WeightedStyle(waves)])],
        };
        return task;
    }

    public static StylizeResult Continue(Stylizer stylizer, StylizeTask task)
    {
        StylizeTask kept = task with { Checkpoint = new CheckpointTarget("run.checkpoint") };
        if (File.Exists("run.checkpoint"))
            kept = kept with { From = StylizeCheckpoint.Open("run.checkpoint") };
        StylizeResult result = stylizer.Run(kept);
        return result;
    }

    public static void Measure(Picture result, Picture photo, Picture painting)
    {
        using var meter = new StyleMeter(NetworkCatalog.Compact().Network, new CpuDevice());
        PictureDistances distances = meter.Measure(result, photo, painting);
        Console.WriteLine($"content {distances.Content.Total:0.000}, style {distances.Style.Total:0.000}");
    }

    public static LossValue Descend(Picture photo, float[] point, float rate)
    {
        ILossTerm[] terms =
        [
            new ContentTerm(1, LayerWeights.Parse("conv4_2"), LossConvention.Relative),
            new RangeTerm(1),
        ];
        using var objective = new PerceptualObjective(NetworkCatalog.Compact().Network, new CpuDevice(), terms);
        objective.SetContent(photo);
        float[] gradient = new float[point.Length];
        LossValue loss = objective.Evaluate(point, gradient);
        for (int i = 0; i < point.Length; i++)
            point[i] -= rate * gradient[i];
        return loss;
    }

    public static StylizeResult Rent(StylizeTask task)
    {
        using var pool = new StylizerPool(_ => NetworkCatalog.Compact(), () => new CpuDevice(2)) { Shares = 4 };
        using RentedStylizer rented = pool.Rent(LayerName.Parse("conv5_1"));
        StylizeResult result = rented.Stylizer.Run(task);
        return result;
    }

    public static void Open()
    {
        var store = new WeightStore(WeightStore.DefaultFolder(Environment.GetEnvironmentVariable));
        LoadedNetwork loaded = NetworkCatalog.Resolve("auto", store);
        using var stylizer = new Stylizer(loaded.Network, new CpuDevice());
    }

    public static Picture Learned(Picture photo)
    {
        var style = LearnedStyle.Load("waves.style");
        using var glance = new Glance(style);
        Picture painted = glance.Paint(new StylizeTask(photo, [], new StylizeOptions()));
        style.ExportOnnx("waves.onnx");
        return painted;
    }

    public static LoadedNetwork Load()
    {
        LoadedNetwork loaded = NetworkLoader.Load("vgg19.safetensors", deepest: LayerName.Parse("conv5_4"));
        return loaded;
    }
}
