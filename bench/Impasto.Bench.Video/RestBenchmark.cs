using System.Globalization;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests.Clips;
using Impasto.Video.Painting;

namespace Impasto.Bench.Video;

/// <summary>
/// A camera at rest: whether what does not move keeps its bits while something passes, how far colours drift, and how
/// much noise on the frames moves the result.
/// </summary>
internal static class RestBenchmark
{
    public static void Run(string[] args)
    {
        int width = int.Parse(args[0], CultureInfo.InvariantCulture);
        int count = int.Parse(args[1], CultureInfo.InvariantCulture);
        var size = new PictureSize(width, width * 3 / 4);
        foreach (string painting in args[2..])
        {
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(painting)}, {count} frames of {size}");
            Passing(size, count, painting);
            Noise(size, count, painting);
        }
    }

    // The background rests, the flower passes.
    private static void Passing(PictureSize size, int count, string painting)
    {
        LayeredScene scene = new(size, Texture.Landscape(size, 1), Texture.Petals(size, 2))
        {
            Front = new Motion(0.25 * size.Width, 0.55 * size.Height) { ShiftX = size.Width * 0.5 / count },
        };
        bool[] free = new bool[size.Width * size.Height];
        free.AsSpan().Fill(true);
        for (int number = 1; number < count; number++)
        {
            bool[] hidden = scene.Hidden(1, 1 + number), was = scene.Hidden(1 + number, 1);
            for (int k = 0; k < free.Length; k++)
                free[k] &= !hidden[k] && !was[k];
        }

        // Where the flower never is: its flow is zero from the first frame to the last.
        Flow(scene, count, free);
        List<Picture> results = Paint([.. new RenderedShot(scene, count).Frames()], size, painting);
        int kept = 0, all = 0;
        for (int i = 0; i < results[0].Pixels.Length; i++)
        {
            if (!free[i % free.Length])
                continue;
            all++;
            kept += results.TrueForAll(result => result.Pixels[i] == results[0].Pixels[i]) ? 1 : 0;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a flower passes: {100.0 * kept / all:F2} % of the values it never touches keep their bits in all frames, "
            + $"the mean of a colour there drifts by {Drift(results[0], results[^1], free):F2} of 255"));
    }

    private static double Drift(Picture one, Picture other, bool[] free) => Enumerable.Range(0, 3).Max(channel =>
    {
        double sum = 0;
        for (int k = 0; k < free.Length; k++)
        {
            if (free[k])
                sum += other.Pixels[(channel * free.Length) + k] - one.Pixels[(channel * free.Length) + k];
        }

        return 255 * Math.Abs(sum) / free.Count(value => value);
    });

    private static void Flow(LayeredScene scene, int count, bool[] free)
    {
        for (int number = 0; number < count; number++)
        {
            Impasto.Video.Flow.FlowField flow = scene.Flow(1 + number, 2 + number);
            for (int k = 0; k < free.Length; k++)
                free[k] &= flow.Horizontal[k] == 0 && flow.Vertical[k] == 0;
        }
    }

    private static void Noise(PictureSize size, int count, string painting)
    {
        RenderedShot shot = new(LayeredScene.Bars(size), count) { Speed = 0, Noise = 2 };
        List<Picture> results = Paint([.. shot.Frames()], size, painting);
        double most = results.Skip(1).Zip(results, ClipScore.Levels).Max();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"noise of 2 of 255 on a scene at rest: a result is at most {most:F2} of 255 from the one before, the last "
            + $"{ClipScore.Levels(results[0], results[^1]):F2} from the first, mean colours drift by "
            + $"{ClipScore.Drift(results[0], results[^1]):F2}"));
    }

    private static List<Picture> Paint(Picture[] frames, PictureSize size, string painting)
    {
        var target = new KeptFrames();
        var recipe = new StylizeOptions { Sizing = new SizingOptions { Size = size.Width } };
        var style = new WeightedStyle(new PictureReader().Read(painting));
        new VideoStylizer(NetworkCatalog.Compact().Network, new CpuDevice(), TimeProvider.System).Run(
            new VideoTask(() => new ClipOfFrames(frames), [style], recipe), target);
        return target.Pictures;
    }
}
