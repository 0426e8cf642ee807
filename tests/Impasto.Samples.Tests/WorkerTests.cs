using System.Threading.Channels;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Samples.Worker;
using Impasto.Tests;
using Microsoft.Extensions.Logging;

namespace Impasto.Samples.Tests;

/// <summary>samples/Worker: a service that makes the pictures of a channel.</summary>
public sealed class WorkerTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Channel<PaintJob> _jobs = Channel.CreateUnbounded<PaintJob>();
    private readonly Entries _log = new();
    private readonly ManualResetEventSlim _evaluated = new();
    private readonly Stylizer _stylizer;
    private int _evaluations;

    public WorkerTests()
    {
        _stylizer = new Stylizer(NetworkCatalog.Compact().Network, new WatchedDevice(() =>
        {
            Interlocked.Increment(ref _evaluations);
            _evaluated.Set();
        }));
        PictureWriter.Write(TestPictures.Noise(48, 40, seed: 1), _folder.File("photo.png"));
        PictureWriter.Write(TestPictures.Noise(40, 48, seed: 2), _folder.File("painting.png"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stylizer.Dispose();
        _evaluated.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Service_makes_every_picture_and_goes_on_after_one_that_can_not_be_made()
    {
        using PaintWorker worker = Worker(steps: 2);
        await worker.StartAsync(Cancellation);

        foreach ((string photo, string result) in
            new[] { ("photo.png", "a.png"), ("missing.png", "b.png"), ("photo.png", "c.png") })
        {
            _jobs.Writer.TryWrite(Job(photo, result));
        }

        _jobs.Writer.Complete();
        await worker.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(["a.png", "c.png", "painting.png", "photo.png"], _folder.Names());
        Assert.Equal(File.ReadAllBytes(_folder.File("a.png")), File.ReadAllBytes(_folder.File("c.png")));
        Assert.Equal(["Information", "Error", "Information"], _log.Written.Select(entry => entry.Level));
        Assert.Contains("missing.png", _log.Written[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_that_stops_ends_the_run_and_writes_no_half_picture()
    {
        const int Steps = 1000;
        using PaintWorker worker = Worker(Steps);
        await worker.StartAsync(Cancellation);
        _jobs.Writer.TryWrite(Job("photo.png", "half.png"));
        Assert.True(_evaluated.Wait(TimeSpan.FromSeconds(60), Cancellation), "the run did not begin");

        await worker.StopAsync(Cancellation);

        Assert.True(worker.ExecuteTask!.IsCanceled);
        Assert.InRange(_evaluations, 1, Steps / 2);
        Assert.Equal(["painting.png", "photo.png"], _folder.Names());
    }

    private PaintWorker Worker(int steps) => new(_jobs, _stylizer, SmallRecipe.WithSteps(steps), _log);

    private PaintJob Job(string photo, string result) =>
        new(_folder.File(photo), _folder.File("painting.png"), _folder.File(result));

    private sealed class Entries : ILogger<PaintWorker>
    {
        public List<(string Level, string Text)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Written.Add((logLevel.ToString(), formatter(state, exception)));
    }
}
