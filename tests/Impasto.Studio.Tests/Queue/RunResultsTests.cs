using Impasto.Studio.Painting;
using Impasto.Studio.Queue;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impasto.Studio.Tests.Queue;

/// <summary>Storing a finished picture on a disk that fails.</summary>
public sealed class RunResultsTests
{
    [Fact]
    public async Task Store_one_format_that_fails_keeps_the_others()
    {
        using var disk = new FailingDisk(name => name == "result.png");

        StoredResult stored = await disk.StoreAsync();

        Assert.Equal([ResultFormat.Jpeg, ResultFormat.Tiff], stored.Formats);
        Assert.Equal(["result.jpg", "result.tif"], disk.Written);
        Assert.Equal(
            "There is no png file: Something unexpected went wrong: The disk is full.", Assert.Single(stored.Notes));
        Assert.True(stored.Bytes > 0);
    }

    [Fact]
    public async Task Store_all_formats_fail_is_the_first_failure()
    {
        using var disk = new FailingDisk(_ => true);

        IOException failure = await Assert.ThrowsAsync<IOException>(disk.StoreAsync);

        Assert.Equal("The disk is full.", failure.Message);
    }

    /// <summary>Takes files except those that a test lets fail.</summary>
    private sealed class FailingDisk : IBlobStore, IDisposable
    {
        private readonly ScratchFolder _folder = new();
        private readonly StudioStore _store;
        private readonly StudioSettings _settings;
        private readonly Predicate<string> _fails;

        public FailingDisk(Predicate<string> fails)
        {
            _fails = fails;
            _settings = Studio.Usual(_folder.Path);
            _store = StudioStore.Open(_settings);
        }

        public List<string> Written { get; } = [];

        public Task<StoredResult> StoreAsync()
        {
            var results = new RunResults(
                this,
                new PictureFiles(_settings, _store),
                new RunDescription(_settings),
                NullLogger<RunResults>.Instance);
            var result = new StylizeResult
            {
                Picture = TestPictures.Flat(8, 8, 0.5f),
                Outcome = StylizeOutcome.Completed,
                Losses = [],
                Seconds = 1,
                Engine = "test",
            };
            return results.StoreAsync(TestRuns.Queued(), new PaintedRun(result, new string('0', 64)));
        }

        public Task WriteAsync(Guid run, BlobName name, byte[] bytes)
        {
            if (_fails(name.Text))
                throw new IOException("The disk is full.");
            Written.Add(name.Text);
            return Task.CompletedTask;
        }

        public Task<byte[]?> ReadAsync(Guid run, BlobName name) => throw new NotSupportedException();

        public Task DeleteAsync(Guid run) => throw new NotSupportedException();

        public long FreeBytes() => throw new NotSupportedException();

        public void Dispose()
        {
            _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _folder.Dispose();
        }
    }
}
