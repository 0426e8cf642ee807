using System.Globalization;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Torch;

namespace Impasto.Bench.Quality;

/// <summary>Makes every pair at every style weight with a network, measures it, and can be stopped and taken up at any picture.</summary>
internal sealed class Study(
    string contents, string styles, IReadOnlyList<string> teacherFiles, int size, IReadOnlyList<double> weights, string output, int threads, string? only)
{
    private readonly MeasureTable _table = new(Path.Combine(output, "measures.csv"));
    private readonly CpuDevice _device = new(threads);
    private readonly TorchDevice _judge = TorchDevice.Parse("cpu", threads);

    /// <summary>Does what is not done yet for one network, pair by pair.</summary>
    public void Run(string spec, Preset preset)
    {
        (string name, Network network, ComputeDevice device) = Resolve(spec);
        using var stylizer = new Stylizer(network, device);
        using var meter = new Meter(Teacher.Load(teacherFiles, _judge));
        bool ours = preset == Presets.Fine;
        if (!ours)
            name = $"{name} {preset.Name}";
        foreach ((string pair, string contentFile, string styleFile) in Pairs())
        {
            Picture? content = null, style = null;
            foreach (double weight in ours ? weights : [preset.Options.Losses.StyleWeight])
            {
                if (_table.Has(name, pair, weight))
                    continue;
                content ??= Read(contentFile);
                style ??= Read(styleFile);
                StylizeOptions options = preset.Options with { Sizing = preset.Options.Sizing with { Size = null }, Losses = preset.Options.Losses with { StyleWeight = weight } };
                var course = new Course();
                StylizeResult result = stylizer.Run(
                    new StylizeTask(content, [new WeightedStyle(style)], options) { PreviewWhen = Course.Wants }, course);
                Keep(result.Picture, Path.Combine(output, "pictures", name), $"{pair}_{Text(weight)}.png");
                Picture seen = Seen(style, content, options);
                foreach ((int step, double seconds, Picture picture) in course.Taken)
                    _table.Add($"{name} after {step} steps", pair, weight, meter.Measure(picture, content, seen), seconds);
                _table.Add(name, pair, weight, meter.Measure(result.Picture, content, seen), result.Seconds);
            }
        }
    }

    // Each picture is held against the style as its recipe saw it.
    private static Picture Seen(Picture style, Picture content, StylizeOptions options) =>
        options.Sizing.StyleFit == StyleFitMode.Squash ? Resampler.Resize(style, content.Width, content.Height) : style;

    /// <summary>Writes the table.</summary>
    public void Report() => File.WriteAllText(Path.Combine(output, "table.md"), QualityReport.Write(_table, weights));

    private static void Keep(Picture picture, string folder, string file)
    {
        Directory.CreateDirectory(folder);
        PictureWriter.Write(picture, Path.Combine(folder, file), new PictureWriteOptions { Overwrite = true });
    }

    private string Encoder => teacherFiles.Single(file => file.Contains("16x", StringComparison.Ordinal));

    private (string Name, Network Network, ComputeDevice Device) Resolve(string spec)
    {
        int sign = spec.IndexOf('=', StringComparison.Ordinal);
        string name = sign < 0 ? spec : spec[..sign];
        if (spec == "teacher")
        {
            var device = new TeacherDevice(teacherFiles.First(file => file != Encoder), Encoder, _device);
            return (name, device.Shape, device);
        }

        return spec switch
        {
            "encoder" => (name, EncoderNetwork.Load(Encoder), _device),
            "compact" => (name, NetworkCatalog.Compact().Network, _device),
            _ => (name, NetworkLoader.Load(spec[(sign + 1)..]).Network, _device),
        };
    }

    private IEnumerable<(string Pair, string Content, string Style)> Pairs() =>
        from content in Directory.EnumerateFiles(contents).Order(StringComparer.Ordinal)
        from style in Directory.EnumerateFiles(styles).Order(StringComparer.Ordinal)
        let pair = $"{Path.GetFileNameWithoutExtension(content)}_{Path.GetFileNameWithoutExtension(style)}"
        where only is null || pair.Contains(only, StringComparison.Ordinal)
        select (pair, content, style);

    private Picture Read(string file)
    {
        Picture picture = new PictureReader().Read(file);
        double scale = (double)size / Math.Max(picture.Width, picture.Height);
        return Resampler.Resize(picture, (int)Math.Round(picture.Width * scale), (int)Math.Round(picture.Height * scale));
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
