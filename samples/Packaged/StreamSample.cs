using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto: from stream to stream, with progress and previews, and a run that is cancelled.</summary>
internal static class StreamSample
{
    private const int Steps = 20;
    private const int CancelAt = 3;

    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static async Task RunAsync()
    {
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice());
        await PaintAsync(stylizer);
        Cancel(stylizer);
    }

    private static async Task PaintAsync(Stylizer stylizer)
    {
        using MemoryStream photo = await UploadAsync(period: 32), painting = await UploadAsync(period: 8);
        using var response = new MemoryStream();
        var log = new StepLog();

        var reader = new PictureReader();
        Picture content = await reader.ReadAsync(photo), style = await reader.ReadAsync(painting);
        StylizeTask task = TaskOf(content, style) with { PreviewWhen = progress => progress.Step % 10 == 0 };
        StylizeResult result = stylizer.Run(task, log);
        await PictureWriter.WriteAsync(result.Picture, response, PictureFormat.Png);

        byte[] bytes = response.ToArray();
        Console.WriteLine($"Streams: {photo.Length} + {painting.Length} bytes in, {bytes.Length} bytes out, "
            + $"{log.Steps.Count} steps");
        Checks.Require(bytes.AsSpan().StartsWith(PngSignature), "the stream that came out is a PNG");
        Checks.Require(reader.Decode(bytes, "response").Size == content.Size, "it has the photograph's size");
        bool isComplete = log.Steps.Select(step => step.Step).SequenceEqual(Enumerable.Range(1, Steps));
        Checks.Require(isComplete, "every step is reported once");
        Checks.Require(log.Steps.Count(step => step.Preview is not null) == Steps / 10, "previews come when asked for");
    }

    private static void Cancel(Stylizer stylizer)
    {
        using var cancellation = new CancellationTokenSource();
        var log = new StepLog(progress =>
        {
            if (progress.Step == CancelAt)
                cancellation.Cancel();
        });
        StylizeTask task = TaskOf(Drawings.Stripes(side: 64, period: 32), Drawings.Stripes(side: 64, period: 8));

        StylizeResult result = stylizer.Run(task, log, cancellation.Token);

        Console.WriteLine($"Cancelled after step {log.Steps[^1].Step} of {Steps}");
        Checks.Require(result.Outcome == StylizeOutcome.Cancelled, "the outcome is Cancelled, without an exception");
        Checks.Require(result.Losses.Count < Steps, "the run ended early");
        Checks.Require(result.Picture.Width == 64, "the picture so far is there");
    }

    private static StylizeTask TaskOf(Picture content, Picture style) => new(
        content, [new WeightedStyle(style)], new StylizeOptions { Sizing = new() { Size = 64 }, Steps = [Steps] });

    private static async Task<MemoryStream> UploadAsync(int period)
    {
        var stream = new MemoryStream();
        await PictureWriter.WriteAsync(Drawings.Stripes(side: 64, period), stream, PictureFormat.Png);
        stream.Position = 0;
        return stream;
    }
}
