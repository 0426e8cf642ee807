using System.CommandLine;
using System.Globalization;
using System.Text;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests.Quality;
using Impasto.Torch;

namespace Impasto.Bench.Quality;

/// <summary>
/// glance: the one-pass picture of every pair beside the default recipe's. It may be stopped; pictures that exist are
/// not made again.
/// </summary>
internal static class GlanceStudy
{
    private const int TruthSide = 32;

    private static readonly Option<string> ContentsOption =
        new("--contents") { Description = "Folder of photographs.", Required = true };

    private static readonly Option<string> StylesOption =
        new("--styles") { Description = "Folder of paintings.", Required = true };

    private static readonly Option<string[]> TeachersOption = new("--teacher")
    {
        Description = "The teacher's weight files.",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> SizeOption = new("--size")
    {
        Description = "Pixels of the longer side.",
        DefaultValueFactory = _ => 512,
    };

    private static readonly Option<string?> DecoderOption = new("--decoder") { Description = "Another decoder." };
    private static readonly Option<int> ThreadsOption = new("--threads") { Description = "Threads; 0 takes all." };
    private static readonly Option<string> OutputOption = new("--output", "-o")
    {
        Description = "Folder for pictures, pairs.csv and summary.md.",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("glance", "Compares the one-pass picture with the default recipe's, pair by pair.")
        {
            ContentsOption, StylesOption, TeachersOption, SizeOption, DecoderOption, ThreadsOption, OutputOption,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        string output = parsed.GetRequiredValue(OutputOption);
        Directory.CreateDirectory(output);
        var device = new CpuDevice(parsed.GetValue(ThreadsOption));
        // The teacher's maps are libtorch's work.
        TorchRuntime.EnsureLoaded(device.Threads);
        using var meter = new Meter(TeacherDevice.Of(parsed.GetRequiredValue(TeachersOption), device));
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, device);
        using var glance = new Glance(parsed.GetValue(DecoderOption), device);
        int size = parsed.GetValue(SizeOption);
        List<(string Pair, GlanceFigures Figures)> pairs = [];
        foreach ((string pair, string content, string style) in StudyPairs.Of(
            parsed.GetRequiredValue(ContentsOption), parsed.GetRequiredValue(StylesOption)))
        {
            Picture photo = StudyPairs.Read(content, size), painting = StudyPairs.Read(style, size);
            StylizeOptions options = Presets.Fine.Options with
            {
                Sizing = Presets.Fine.Options.Sizing with { Size = null },
            };
            var task = new StylizeTask(photo, [new WeightedStyle(painting)], options);
            Picture fine = Kept(Path.Combine(output, $"{pair}.fine.png"), () => stylizer.Run(task).Picture);
            string file = Path.Combine(output, $"{pair}.glance.png");
            File.Delete(file);
            Picture quick = Kept(file, () => glance.Paint(task));
            double restored = GlanceFigures.Psnr(photo, glance.Paint(task, 0));
            double same = GlanceFigures.Psnr(
                painting, glance.Paint(new StylizeTask(painting, [new WeightedStyle(painting)], options)));
            pairs.Add((pair, new GlanceFigures(
                meter.Measure(fine, photo, painting),
                meter.Measure(quick, photo, painting),
                Math.Max(Artefacts.Speckle(photo), Artefacts.Speckle(painting)),
                Artefacts.Speckle(quick),
                [.. ((int[])[2, 4, 8]).Select(period => Artefacts.Grid(quick, period)
                    / Math.Max(1, Math.Max(Artefacts.Grid(painting, period), Artefacts.Grid(photo, period))))],
                GlanceFigures.TruthOf(quick, fine, TruthSide),
                restored,
                same)));
            Console.WriteLine($"{pair}  {pairs[^1].Figures.ToCsv()}");
            File.WriteAllText(Path.Combine(output, "pairs.csv"), Csv(pairs));
            File.WriteAllText(
                Path.Combine(output, "summary.md"), GlanceFigures.Summary([.. pairs.Select(one => one.Figures)]));
        }
    }

    private static string Csv(IEnumerable<(string Pair, GlanceFigures Figures)> pairs)
    {
        var text = new StringBuilder($"pair,{GlanceFigures.Head}\n");
        foreach ((string pair, GlanceFigures figures) in pairs)
            text.Append(CultureInfo.InvariantCulture, $"{pair},{figures.ToCsv()}\n");
        return text.ToString();
    }

    private static Picture Kept(string file, Func<Picture> make)
    {
        if (!File.Exists(file))
            PictureWriter.Write(make(), file);
        return new PictureReader().Read(file);
    }
}
