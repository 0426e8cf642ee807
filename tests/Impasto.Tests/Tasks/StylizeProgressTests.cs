using System.Collections.Concurrent;
using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Tasks;

/// <summary>Progress is data: a reader that is slow, late or on another thread sees the same pictures.</summary>
public sealed class StylizeProgressTests
{
    private const int Steps = 9;

    private static readonly StylizeTask Painting = new(
        TestPictures.Ramp(40, 30),
        [new WeightedStyle(TestPictures.Noise(32, 32, 2))],
        new StylizeOptions
        {
            Sizing = new() { Size = 40, MinSize = 20, ScaleFactor = 2 },
            Steps = [5, 4],
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse("conv1_1,conv2_1"),
                Content = ContentMode.Photo,
                ContentLayers = LayerWeights.Parse("conv2_1"),
            },
        })
    {
        PreviewWhen = _ => true,
    };

    [Fact]
    public async Task Previews_read_late_through_Progress_are_the_pictures_of_their_steps()
    {
        var expected = new Dictionary<int, float[]>();
        Run(new Listener(step => expected[step.Step] = [.. step.Preview!.Pixels]));
        var found = new ConcurrentDictionary<int, float[]>();
        var failures = new ConcurrentQueue<Exception>();
        using var arrived = new CountdownEvent(Steps);

        // Progress<T> calls on the pool where there is no synchronization context.
        await Task.Run(
            () => Run(new Progress<StylizeProgress>(Read)), TestContext.Current.CancellationToken);
        bool isComplete = arrived.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.True(isComplete, $"only {found.Count} of {Steps} steps arrived");
        Assert.Empty(failures);
        Assert.Equal(Enumerable.Range(1, Steps), found.Keys.Order());
        Assert.All(expected, step => Assert.Equal(step.Value, found[step.Key]));
        Assert.Equal(Steps, expected.Values.Select(pixels => pixels.Sum(value => (double)value)).Distinct().Count());

        // Most reports are read after the stylizer is gone.
        void Read(StylizeProgress step)
        {
            try
            {
                Thread.Sleep(30);
                Picture preview = step.Preview!;
                Thread.Sleep(10);
                found[step.Step] = [.. preview.Pixels];
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }

            arrived.Signal();
        }
    }

    [Fact]
    public void Preview_changed_by_its_reader_changes_nothing_in_the_run()
    {
        float[] expected = Run(null).Picture.Pixels;

        StylizeResult result = Run(new Listener(step => step.Preview!.Pixels.AsSpan().Fill(7)));

        Assert.Equal(expected, result.Picture.Pixels);
    }

    [Fact]
    public void Preview_has_the_size_of_its_scale()
    {
        List<StylizeProgress> steps = [];

        Run(new Listener(steps.Add));

        Assert.All(steps, step => Assert.Equal(step.Size, step.Preview!.Size));
        Assert.Equal([new(20, 15), new(40, 30)], steps.Select(step => step.Size).Distinct());
    }

    private static StylizeResult Run(IProgress<StylizeProgress>? progress)
    {
        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        return stylizer.Run(Painting, progress, TestContext.Current.CancellationToken);
    }
}
