using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Samples.Desktop;
using Impasto.Tests;

namespace Impasto.Samples.Tests;

/// <summary>samples/Desktop: progress for a window's thread.</summary>
public sealed class DesktopTests : IDisposable
{
    private static readonly Picture s_photo = TestPictures.Noise(48, 40, seed: 1);
    private static readonly Picture s_painting = TestPictures.Noise(40, 48, seed: 2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Stylizer _stylizer = new(NetworkCatalog.Compact().Network, new CpuDevice(1));
    private readonly WindowThread _window = new();
    private readonly List<(string Name, double Percent, bool IsOnWindow)> _changes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _window.Dispose();
        _stylizer.Dispose();
    }

    [Fact]
    public async Task Properties_change_on_the_thread_of_the_window_while_it_does_other_work()
    {
        PaintingModel model = Model();

        await _window.RunAsync(() => model.PaintAsync(s_photo, s_painting, SmallRecipe.WithSteps(20)))
            .WaitAsync(s_patience, Cancellation);

        Assert.All(_changes, change => Assert.True(change.IsOnWindow, change.Name));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(step => step * 5.0),
            _changes.Where(change => change.Name == nameof(model.Percent)).Select(change => change.Percent));
        // Two previews and the result.
        Assert.Equal(3, _changes.Count(change => change.Name == nameof(model.Bitmap)));
        Assert.Equal(new PictureSize(48, 40), model.BitmapSize);
        Assert.Equal(4 * 48 * 40, model.Bitmap!.Length);
        Assert.StartsWith("Done in", model.Status, StringComparison.Ordinal);
        Assert.False(model.IsBusy);
        // Each report was a piece of work of its own: between them the window could do others.
        Assert.True(_window.Done > 20);
    }

    [Fact]
    public async Task Stop_ends_the_run_and_keeps_the_picture_so_far()
    {
        PaintingModel model = Model();
        model.PropertyChanged += (_, change) =>
        {
            if (change.PropertyName == nameof(model.Percent))
                model.Stop();
        };

        await _window.RunAsync(() => model.PaintAsync(s_photo, s_painting, SmallRecipe.WithSteps(1000)))
            .WaitAsync(s_patience, Cancellation);

        Assert.StartsWith("Stopped after", model.Status, StringComparison.Ordinal);
        Assert.NotNull(model.Bitmap);
        Assert.False(model.IsBusy);
    }

    [Fact]
    public async Task Problem_is_a_sentence_for_people()
    {
        PaintingModel model = Model();

        await _window.RunAsync(() =>
            model.PaintAsync(TestPictures.Noise(500, 1, seed: 1), s_painting, SmallRecipe.WithSteps(1)))
            .WaitAsync(s_patience, Cancellation);

        Assert.Contains("too small", model.Status, StringComparison.Ordinal);
    }

    private PaintingModel Model()
    {
        var model = new PaintingModel(_stylizer);
        model.PropertyChanged += (_, change) =>
        {
            lock (_changes)
                _changes.Add((change.PropertyName!, model.Percent, _window.IsCurrent));
        };
        return model;
    }
}
