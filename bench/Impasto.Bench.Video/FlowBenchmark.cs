using System.Diagnostics;
using System.Globalization;
using Impasto.Imaging;
using Impasto.Tests.Clips;
using Impasto.Threads;
using Impasto.Video.Flow;

namespace Impasto.Bench.Video;

/// <summary>
/// Flow of rendered scenes of 512 x 384 against the exact one, and the time of a pair in both directions.
/// </summary>
internal static class FlowBenchmark
{
    private const int Rounds = 5;

    private static readonly double[] s_speeds = [1, 2, 4];

    private static readonly (string Name, FlowOptions Options)[] s_contestants =
    [
        ("finest 0, refined (default)", new FlowOptions()),
        ("finest 1, refined", new FlowOptions { FinestLevel = 1 }),
        ("finest 0, search only", new FlowOptions { Refinements = 0 }),
        ("finest 1, search only", new FlowOptions { FinestLevel = 1, Refinements = 0 }),
    ];

    public static void Run(string[] args)
    {
        int threads = args.Length > 0
            ? int.Parse(args[0], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        string? folder = args.Length > 1 ? args[1] : null;
        using var team = new WorkerTeam(threads);
        foreach ((string sceneName, LayeredScene scene) in Scenes())
        {
            foreach (double speed in s_speeds)
            {
                RenderedPair pictures = new(scene, speed);
                foreach ((string name, FlowOptions options) in s_contestants)
                    Measure($"{sceneName}, {name}", pictures, new OpticalFlow(options, team));
                if (folder is not null)
                    Write(folder, $"{sceneName}-{speed}", pictures, new OpticalFlow(null, team));
            }
        }
    }

    private static IEnumerable<(string Name, LayeredScene Scene)> Scenes()
    {
        PictureSize size = new(512, 384);
        yield return ("painted", LayeredScene.Bars(size));
        if (!File.Exists("samples/pictures/rocket.jpg"))
            yield break;
        yield return ("rocket", LayeredScene.Bars(size, Photo("rocket"), Photo("meadow")));
        yield return ("meadow", LayeredScene.Bars(size, Photo("meadow"), Photo("cat")));

        Texture Photo(string name)
        {
            Picture photo = new PictureReader().Read($"samples/pictures/{name}.jpg");
            double scale = Math.Max(1.25 * size.Width / photo.Width, 1.25 * size.Height / photo.Height);
            Picture resized = Resampler.Resize(photo, (int)(scale * photo.Width), (int)(scale * photo.Height));
            return new Texture(resized, (size.Width - resized.Width) / 2, (size.Height - resized.Height) / 2);
        }
    }

    private static void Measure(string name, RenderedPair pictures, OpticalFlow flow)
    {
        FlowPair pair = new(pictures.First.Width, pictures.First.Height);
        double wall = double.MaxValue, processor = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            TimeSpan before = Environment.CpuUsage.TotalTime;
            flow.ComputeBoth(pictures.First, pictures.Second, pair);
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        var forward = FlowScore.Of(pair.Forward, pair.ForwardReliability, pictures.Forward, pictures.ForwardHidden);
        var backward = FlowScore.Of(
            pair.Backward, pair.BackwardReliability, pictures.Backward, pictures.BackwardHidden);
        Console.WriteLine(
            $"{name}, mean {pictures.Forward.MeanLength():F2} px: {forward} | back: {backward} | both directions "
            + $"{wall:F0} ms, processor {processor:F0} ms");
    }

    private static void Write(string folder, string name, RenderedPair pictures, OpticalFlow flow)
    {
        Directory.CreateDirectory(folder);
        FlowPair pair = new(pictures.First.Width, pictures.First.Height);
        flow.ComputeBoth(pictures.First, pictures.Second, pair);
        string prefix = Path.Combine(folder, name);
        PictureWriteOptions options = new() { Overwrite = true };
        PictureWriter.Write(pictures.First, prefix + "-first.png", options);
        PictureWriter.Write(pictures.Second, prefix + "-second.png", options);
        FloFile.Write(pictures.Forward, prefix + "-exact.flo", overwrite: true);
        double full = pictures.Forward.MeanLength() * 3;
        PictureWriter.Write(FlowColors.Draw(pictures.Forward, full), prefix + "-exact.png", options);
        PictureWriter.Write(FlowColors.Draw(pair.Forward, full), prefix + "-flow.png", options);
        PictureWriter.Write(
            Masks(pair.ForwardReliability, pictures.ForwardHidden, pair.Size), prefix + "-masks.png", options);
    }

    // White: hidden and found. Red: hidden, not found. Blue: found, not hidden.
    private static Picture Masks(float[] reliability, bool[] hidden, PictureSize size)
    {
        int plane = hidden.Length;
        float[] pixels = new float[3 * plane];
        for (int k = 0; k < plane; k++)
        {
            bool found = reliability[k] < 0.5f;
            pixels[k] = hidden[k] ? 1 : 0;
            pixels[plane + k] = hidden[k] && found ? 1 : 0;
            pixels[(2 * plane) + k] = found ? 1 : 0;
        }

        return new Picture(size.Width, size.Height, pixels);
    }
}
