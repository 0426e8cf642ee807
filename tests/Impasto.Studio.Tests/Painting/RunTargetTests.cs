using Impasto.Studio.Painting;
using Impasto.Studio.Storage;
using Impasto.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impasto.Studio.Tests.Painting;

/// <summary>Storing a finished picture on a disk that fails.</summary>
public sealed class RunTargetTests
{
    [Fact]
    public async Task Write_one_format_that_fails_keeps_the_others()
    {
        var disk = new FailingDisk(name => name == "result.png");

        StoredResult stored = await disk.StoreAsync();

        Assert.Equal([ResultFormat.Jpeg, ResultFormat.Tiff], stored.Formats);
        Assert.Equal(["result.jpg", "result.tif"], disk.Written);
        Assert.Equal(
            "There is no png file: Something unexpected went wrong: The disk is full.", Assert.Single(stored.Notes));
        Assert.True(stored.Bytes > 0);
    }

    [Fact]
    public async Task Write_all_formats_fail_is_the_first_failure()
    {
        var disk = new FailingDisk(_ => true);

        IOException failure = await Assert.ThrowsAsync<IOException>(disk.StoreAsync);

        Assert.Equal("The disk is full.", failure.Message);
    }

    /// <summary>Stores files, except those that a test makes fail.</summary>
    private sealed class FailingDisk(Predicate<string> fails) : IBlobStore
    {
        public List<string> Written { get; } = [];

        public async Task<StoredResult> StoreAsync()
        {
            var target = new RunTarget(TestRuns.Queued(), this, NullLogger<RunTarget>.Instance);
            await target.WriteAsync(TestPictures.Flat(8, 8, 0.5f), new RunRecord());
            return target.Stored;
        }

        public Task WriteAsync(Guid run, BlobName name, byte[] bytes)
        {
            if (fails(name.Text))
                throw new IOException("The disk is full.");
            Written.Add(name.Text);
            return Task.CompletedTask;
        }

        public Task<byte[]?> ReadAsync(Guid run, BlobName name) => throw new NotSupportedException();

        public Task DeleteAsync(Guid run) => throw new NotSupportedException();

        public long FreeBytes() => throw new NotSupportedException();
    }
}
