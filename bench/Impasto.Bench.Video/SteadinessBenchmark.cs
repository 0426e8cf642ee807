using System.Diagnostics;
using System.Globalization;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests.Clips;
using Impasto.Video.Flow;
using Impasto.Video.Painting;

namespace Impasto.Bench.Video;

/// <summary>
/// A rendered clip painted as a clip, beside its frames painted one by one: how steady, how sharp, how near to painting
/// and photograph, how long.
/// </summary>
/// <remarks>
/// A frozen or blurred clip is the steadiest of all: read the warping error together with the other columns. Distances
/// are the style and content terms of the recipe's loss with the photograph as the content.
/// </remarks>
internal sealed class SteadinessBenchmark : IDisposable
{
    // A whole picture is painted after so many frames.
    private const int Turn = 4;

    private const string Painting = "samples/pictures/swirls.jpg";

    private readonly string _folder;
    private readonly PictureSize _size;
    private readonly Network _network = NetworkCatalog.Compact().Network;
    private readonly WeightedStyle _style;
    private readonly StylizeOptions _recipe;
    private readonly LayeredScene _scene;
    private readonly Picture[] _frames;
    private readonly Stylizer _whole;

    private SteadinessBenchmark(int width, int count, string folder, string painting, string[] photos)
    {
        (_folder, _size) = (folder, new PictureSize(width, width * 3 / 4));
        _style = new WeightedStyle(new PictureReader().Read(painting));
        _recipe = new StylizeOptions { Sizing = new SizingOptions { Size = width } };
        _scene = photos.Length == 2
            ? LayeredScene.Bars(_size, Photograph(photos[0], 1.5, _size), Photograph(photos[1], 0.6, _size))
            : LayeredScene.Bars(_size);
        _frames = [.. new RenderedShot(_scene, count).Frames()];
        _whole = new Stylizer(_network, new CpuDevice());
    }

    public void Dispose() => _whole.Dispose();

    public static void Run(string[] args)
    {
        int width = int.Parse(args[0], CultureInfo.InvariantCulture);
        int count = int.Parse(args[1], CultureInfo.InvariantCulture);
        string painting = args.Length > 4 ? args[4] : Painting;
        using var bench = new SteadinessBenchmark(width, count, args[2], painting, args[Math.Min(5, args.Length)..]);
        Console.WriteLine(
            $"{Path.GetFileNameWithoutExtension(painting)}, {count} frames of {bench._size}; warping errors in "
            + "1/1000; the others beside frames painted one by one");
        Console.WriteLine(
            "variant | warping error | of independent | of the clip's own | worst pair / median | sharpness | style "
            + "| content | seconds a frame | of a whole picture | drift");
        Picture[] alone = bench.Alone();
        foreach (string name in args[3].Split(','))
            bench.Show(name, alone);
    }

    // A photograph around the frame's middle, with so many times the frame's width.
    private static Texture Photograph(string path, double width, PictureSize size)
    {
        Picture photo = new PictureReader().Read(path);
        int across = (int)(width * size.Width), down = (int)((double)across * photo.Height / photo.Width);
        return new Texture(
            Resampler.Resize(photo, across, down), (size.Width - across) / 2.0, (size.Height - down) / 2.0);
    }

    // name:steps=18:weight=200:coarse=10:content=photo:gain=..., each part optional.
    private void Show(string words, Picture[] alone)
    {
        string[] parts = words.Split(':');
        VideoOptions video = new();
        StylizeOptions recipe = _recipe;
        foreach (string[] pair in parts.Skip(1).Select(part => part.Split('=')))
        {
            video = pair[0] switch
            {
                "steps" => video with { Steps = (int)Number() },
                "weight" => video with { TemporalWeight = Number() },
                "coarse" => video with { CoarseSteps = (int)Number() },
                "passes" => video with { Passes = (int)Number() },
                "still" => video with { KeepsStill = Number() > 0 },
                _ => video,
            };
            if (StylizeOptionCatalog.All.FirstOrDefault(option => option.Name == pair[0]) is { } known)
                recipe = known.Write(recipe, pair[1]);

            double Number() => double.Parse(pair[1], CultureInfo.InvariantCulture);
        }

        var target = new KeptFrames();
        long start = Stopwatch.GetTimestamp();
        List<double> times = [], wholes = [];
        new VideoStylizer(_network, new CpuDevice(), TimeProvider.System).Run(
            new VideoTask(() => new ClipOfFrames(_frames), [_style], recipe) { Video = video },
            target,
            new Listener(progress =>
            {
                if (progress.Step is not null)
                    return;
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                // In turns with whole pictures, so that other work on the machine falls on both.
                start = Stopwatch.GetTimestamp();
                if (times.Count % Turn != 0)
                    return;
                _ = _whole.Run(_frames[(times.Count - 1) % _frames.Length], [_style], recipe);
                wholes.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                start = Stopwatch.GetTimestamp();
            }));
        Write(parts[0], target.Pictures);
        Compare(parts[0], target.Pictures, alone);
        Line(parts[0], target.Pictures, alone, Median(times.Skip(1)), Median(wholes));
    }

    private void Line(string name, List<Picture> frames, Picture[] alone, double seconds, double whole)
    {
        double[] errors = Errors(frames), independent = Errors(alone), own = Errors(_frames);
        double[] sorted = [.. errors.Order()];
        double sharpness = frames.Average(ClipScore.Sharpness) / alone.Average(ClipScore.Sharpness);
        (double style, double content) = Distances(frames);
        (double aloneStyle, double aloneContent) = Distances(alone);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} | {1000 * errors.Average():F3} | {errors.Average() / independent.Average():F3} | "
            + $"{errors.Average() / own.Average():F2} | {sorted[^1] / sorted[sorted.Length / 2]:F2} | "
            + $"{sharpness:F3} | {style / aloneStyle:F3} | {content / aloneContent:F3} | {seconds:F2} | "
            + $"{seconds / whole:F3} | {ClipScore.Drift(frames[0], frames[^1]):F2}"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }

    private double[] Errors(IReadOnlyList<Picture> frames) => [.. Enumerable.Range(0, frames.Count - 1).Select(number =>
        ClipScore.WarpingError(
            [frames[number], frames[number + 1]],
            _ => (_scene.Flow(number + 1, number + 2), _scene.Hidden(number + 1, number + 2))))];

    // The first and the last frame and those between: every third.
    private (double Style, double Content) Distances(IReadOnlyList<Picture> frames)
    {
        using var stylizer = new Stylizer(_network, new CpuDevice());
        StylizeOptions recipe = _recipe.Continuing() with
        {
            Steps = [1],
            Losses = _recipe.Losses with { Content = ContentMode.Photo },
        };
        double style = 0, content = 0;
        for (int number = frames.Count - 1; number >= 0; number -= 3)
        {
            StylizeResult result = stylizer.Run(
                new StylizeTask(_frames[number], [_style], recipe) { Start = frames[number] });
            style += result.FinalLoss!.Value.Parts.First(part => part.Name == "style").Weighted;
            content += result.FinalLoss!.Value.Parts.First(part => part.Name == "content").Weighted;
        }

        return (style, content);
    }

    // Painted once for all variants: kept as floats, without loss.
    private Picture[] Alone()
    {
        Picture[] pictures = new Picture[_frames.Length];
        Directory.CreateDirectory(Path.Combine(_folder, "alone"));
        for (int number = 0; number < _frames.Length; number++)
        {
            string path = Path.Combine(_folder, "alone", $"{number:D3}.tif");
            if (!File.Exists(path))
            {
                Picture made = _whole.Run(_frames[number], [_style], _recipe).Picture;
                PictureWriter.Write(made, path, new PictureWriteOptions { Depth = 16 });
            }

            pictures[number] = new PictureReader().Read(path);
        }

        Console.WriteLine(
            $"(one by one: warping error {1000 * Errors(pictures).Average():F3}, the clip's own "
            + $"{1000 * Errors(_frames).Average():F3}, the first result's own if nothing but the scene moves it "
            + $"{1000 * Errors(Moved(pictures[0])).Average():F3})");
        return pictures;
    }

    // What is left in the error of a clip that is as steady as can be: its pixels lie elsewhere in every frame.
    private Picture[] Moved(Picture result)
    {
        Texture painted = new(result, 0, 0);
        return [.. new RenderedShot(LayeredScene.Bars(_size, painted, painted), _frames.Length).Frames()];
    }

    private void Write(string name, List<Picture> frames)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        PictureWriteOptions options = new() { Overwrite = true };
        for (int number = 0; number < frames.Count; number++)
            PictureWriter.Write(frames[number], Path.Combine(folder, $"{number:D3}.png"), options);
    }

    // The clip, its frames one by one, and the painted clip, below each other: three frames, and a column over time.
    private void Compare(string name, List<Picture> frames, Picture[] alone)
    {
        IReadOnlyList<Picture>[] clips = [_frames, alone, frames];
        int[] shown = [0, frames.Count / 2, frames.Count - 1];
        PictureWriteOptions options = new() { Overwrite = true, Quality = 85 };
        PictureWriter.Write(
            ClipSheet.Draw([.. clips.Select(clip => shown.Select(number => clip[number]).ToArray())]),
            Path.Combine(_folder, $"{name}-frames.jpg"),
            options);
        PictureWriter.Write(
            Flicker(frames),
            Path.Combine(_folder, $"{name}-flicker.png"),
            new PictureWriteOptions { Overwrite = true });
        PictureWriter.Write(
            ClipSheet.Draw([[.. clips.Select(ClipStrip.Draw)]]),
            Path.Combine(_folder, $"{name}-strips.png"),
            new PictureWriteOptions { Overwrite = true });
    }

    // Where it flickers: the mean of the errors over the clip, brighter the larger; 1 is a standard deviation of 1/8.
    private Picture Flicker(List<Picture> frames)
    {
        int plane = _size.Width * _size.Height;
        float[] errors = new float[3 * plane];
        for (int number = 0; number + 1 < frames.Count; number++)
        {
            Picture moved = FlowWarp.Apply(frames[number + 1], _scene.Flow(number + 1, number + 2));
            bool[] hidden = _scene.Hidden(number + 1, number + 2);
            for (int i = 0; i < errors.Length; i++)
            {
                float difference = hidden[i % plane] ? 0 : frames[number].Pixels[i] - moved.Pixels[i];
                errors[i] += 64 * difference * difference / (frames.Count - 1);
            }
        }

        return new Picture(_size.Width, _size.Height, [.. errors.Select(error => Math.Min(1, error))]);
    }
}
