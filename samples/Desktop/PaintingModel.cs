using System.ComponentModel;
using Impasto.Imaging;

namespace Impasto.Samples.Desktop;

/// <summary>
/// What a window of WPF, Avalonia, WinUI or MAUI binds to: a run with its progress, a preview and a way to stop it.
/// </summary>
/// <remarks>
/// Make and use it on the window's thread. The run has a thread of its own; Progress&lt;T&gt; brings each report to the
/// thread on which it was made, by that thread's SynchronizationContext, so that properties change there only.
/// </remarks>
/// <param name="stylizer">Makes the pictures.</param>
public sealed class PaintingModel(Stylizer stylizer) : INotifyPropertyChanged
{
    private CancellationTokenSource? _stop;

    /// <inheritdoc/>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>How much is done, 0 to 100, for a progress bar.</summary>
    public double Percent { get; private set; }

    /// <summary>One line for people.</summary>
    public string Status { get; private set; } = "";

    /// <summary>
    /// The picture so far, premultiplied BGRA, four bytes a pixel, for a WriteableBitmap; null before the first.
    /// </summary>
    public byte[]? Bitmap { get; private set; }

    /// <summary>Columns and rows of <see cref="Bitmap"/>.</summary>
    public PictureSize BitmapSize { get; private set; }

    /// <summary>Whether a run is being made: the button says Stop.</summary>
    public bool IsBusy => _stop is not null;

    /// <summary>Repaints a photograph; returns when it is done or stopped.</summary>
    /// <param name="photo">The photograph.</param>
    /// <param name="painting">The painting.</param>
    /// <param name="options">The recipe.</param>
    public async Task PaintAsync(Picture photo, Picture painting, StylizeOptions options)
    {
        if (IsBusy)
            return;
        using var stop = new CancellationTokenSource();
        _stop = stop;
        Changed(nameof(IsBusy));
        var task = new StylizeTask(photo, [new WeightedStyle(painting)], options)
        {
            // On the run's thread: a decision, nothing of the window.
            PreviewWhen = progress => progress.Step % 10 == 0,
        };
        try
        {
            StylizeResult result = await stylizer.RunAsync(task, new Progress<StylizeProgress>(Show), stop.Token);
            Show(result.Picture);
            Status = result.Outcome == StylizeOutcome.Cancelled
                ? $"Stopped after {result.Losses.Count} steps"
                : $"Done in {result.Seconds:0} s";
        }
        catch (ImpastoException problem)
        {
            // Its sentence is written for users.
            Status = problem.Message;
        }
        finally
        {
            _stop = null;
            Changed(nameof(IsBusy), nameof(Status));
        }
    }

    /// <summary>Ends the run after its step; the picture so far stays.</summary>
    public void Stop() => _stop?.Cancel();

    private void Show(StylizeProgress progress)
    {
        Percent = 100.0 * progress.Step / progress.TotalSteps;
        Status = $"Step {progress.Step} of {progress.TotalSteps}, {progress.RemainingSeconds:0} s left";
        Changed(nameof(Percent), nameof(Status));
        if (progress.Preview is { } preview)
            Show(preview);
    }

    private void Show(Picture picture)
    {
        byte[] pixels = new byte[4 * picture.Size.Pixels];
        picture.CopyTo(pixels, PixelLayout.PremultipliedBgra32);
        (Bitmap, BitmapSize) = (pixels, picture.Size);
        Changed(nameof(Bitmap), nameof(BitmapSize));
    }

    private void Changed(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(name));
    }
}
