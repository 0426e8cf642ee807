using Impasto.Studio.Painting;
using Impasto.Studio.Storage;
using Impasto.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Impasto.Studio.Tests.Painting;

/// <summary>Storing a finished picture on a disk that fails.</summary>
public sealed class RunTargetTests
{
    [Fact]
    public async Task Write_stores_one_lossless_file_and_a_small_picture()
    {
        var disk = new FailingDisk(_ => false);

        StoredResult stored = await disk.StoreAsync();

        Assert.Equal([ResultFormat.Tiff], stored.Formats);
        Assert.Equal(["result.tif", "thumbnail.jpg"], disk.Written.Select(file => file.Name));
        Assert.Equal(disk.Written.Sum(file => file.Bytes), stored.Bytes);
        Assert.Empty(stored.Notes);
    }

    [Fact]
    public async Task Write_best_format_fails_keeps_the_next_one_and_says_so()
    {
        var disk = new FailingDisk(name => name == "result.tif");

        StoredResult stored = await disk.StoreAsync();

        Assert.Equal([ResultFormat.Png], stored.Formats);
        Assert.Equal(["result.png", "thumbnail.jpg"], disk.Written.Select(file => file.Name));
        Assert.Equal(
            "There is no tif file: Something went wrong inside the studio; its log has the details.",
            Assert.Single(stored.Notes));
        Assert.True(stored.Bytes > 0);
    }

    [Fact]
    public async Task Write_small_picture_fails_costs_nothing_else()
    {
        var disk = new FailingDisk(name => name == "thumbnail.jpg");

        StoredResult stored = await disk.StoreAsync();

        Assert.Equal([ResultFormat.Tiff], stored.Formats);
        Assert.Equal(disk.Written.Sum(file => file.Bytes), stored.Bytes);
        Assert.Empty(stored.Notes);
    }

    [Fact]
    public async Task Write_all_formats_fail_is_the_first_failure()
    {
        var disk = new FailingDisk(_ => true);

        IOException failure = await Assert.ThrowsAsync<IOException>(disk.StoreAsync);

        Assert.Equal("It can't be written.", failure.Message);
    }

    [Fact]
    public async Task Write_full_disk_is_no_lost_format_but_ends_the_attempt()
    {
        var disk = new FailingDisk(name => name == "result.tif") { Reason = 28 };

        IOException failure = await Assert.ThrowsAsync<IOException>(disk.StoreAsync);

        Assert.Equal(28, failure.HResult);
    }

    /// <summary>Stores files, except those that a test makes fail.</summary>
    private sealed class FailingDisk(Predicate<string> fails) : IBlobStore
    {
        public List<(string Name, int Bytes)> Written { get; } = [];

        // The number of the error; 28 is ENOSPC of Linux.
        public int Reason { get; init; } = 5;

        public async Task<StoredResult> StoreAsync()
        {
            StudioSettings settings = Studio.Usual("/srv/pictures");
            using var retry = new StoreRetry(settings, NullLogger<StoreRetry>.Instance);
            var target = new RunTarget(
                TestRuns.Queued(), this, retry, new RunFailure(settings), NullLogger<RunTarget>.Instance);
            await target.WriteAsync(TestPictures.Flat(8, 8, 0.5f), new RunRecord());
            return target.Stored;
        }

        public Task WriteAsync(Guid run, BlobName name, byte[] bytes)
        {
            if (fails(name.Text))
                throw new IOException("It can't be written.", Reason);
            Written.Add((name.Text, bytes.Length));
            return Task.CompletedTask;
        }

        public Task<byte[]?> ReadAsync(Guid run, BlobName name) => throw new NotSupportedException();

        public Task<Stream?> OpenAsync(Guid run, BlobName name) => throw new NotSupportedException();

        public Task WriteFileAsync(Guid run, BlobName name, string path) => throw new NotSupportedException();

        public Task DeleteAsync(Guid run) => throw new NotSupportedException();

        public Task CheckAsync() => throw new NotSupportedException();

        public long FreeBytes() => throw new NotSupportedException();
    }
}
