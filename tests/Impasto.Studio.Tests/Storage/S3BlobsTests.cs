using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;
using Impasto.Imaging;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Storage;

/// <summary>Files in an S3-compatible store.</summary>
public sealed class S3BlobsTests
{
    [Fact]
    public async Task File_comes_back_whole_and_in_part_and_is_replaced()
    {
        await using S3Server server = await S3Server.StartAsync();
        using S3Blobs blobs = Open(server);
        Guid run = Guid.NewGuid();
        byte[] first = Bytes(300_000, 1), second = Bytes(300_000, 2);
        string file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, second, Studio.Cancellation);

        Assert.Null(await blobs.ReadAsync(run, BlobName.Content));
        await blobs.WriteAsync(run, BlobName.Content, first);
        Assert.Equal(first, await blobs.ReadAsync(run, BlobName.Content));
        await using (Stream stream = (await blobs.OpenAsync(run, BlobName.Content))!)
        {
            Assert.Equal(first.Length, stream.Length);
            byte[] part = new byte[1000];
            stream.Position = 250_000;
            await stream.ReadExactlyAsync(part, Studio.Cancellation);
            Assert.Equal(first[250_000..251_000], part);
            stream.Seek(-1500, SeekOrigin.Current);
            await stream.ReadExactlyAsync(part, Studio.Cancellation);
            Assert.Equal(first[249_500..250_500], part);

            await blobs.WriteFileAsync(run, BlobName.Content, file);
            stream.Position = 0;
            await Assert.ThrowsAsync<StoreAwayException>(() => stream.ReadAsync(part, Studio.Cancellation).AsTask());
        }

        Assert.Equal(second, await blobs.ReadAsync(run, BlobName.Content));
        File.Delete(file);
    }

    [Fact]
    public async Task Deleted_run_loses_all_its_files_and_no_other_one()
    {
        await using S3Server server = await S3Server.StartAsync();
        using S3Blobs blobs = Open(server);
        Guid run = Guid.NewGuid(), other = Guid.NewGuid();
        BlobName[] names = [BlobName.Content, BlobName.Frame, BlobName.Start, BlobName.Style(0), BlobName.Style(1)];
        foreach (BlobName name in names)
            await blobs.WriteAsync(run, name, [1]);
        await blobs.WriteAsync(other, BlobName.Content, [2]);

        await blobs.DeleteAsync(run);

        Assert.Equal([$"studio/{other:N}/content"], server.Objects.Keys);
    }

    [Fact]
    public async Task Wrong_key_missing_bucket_and_silence_are_a_store_that_is_away()
    {
        await using S3Server server = await S3Server.StartAsync();
        using S3Blobs blobs = Open(server), stranger = Open(server, S3Server.WrongKeys);
        using var elsewhere = new S3Blobs(S3Address.Parse("s3://another")!, server.Address, null, S3Server.Keys);

        await blobs.CheckAsync();
        await Refused(stranger.CheckAsync);
        await Refused(elsewhere.CheckAsync);
        server.IsAway = true;
        await Refused(() => blobs.ReadAsync(Guid.NewGuid(), BlobName.Content));

        static async Task Refused(Func<Task> work)
        {
            StoreAwayException failure = await Assert.ThrowsAsync<StoreAwayException>(work);
            Assert.StartsWith("the files at s3://", failure.Message, StringComparison.Ordinal);
            Assert.True(StoreTrouble.IsAway(failure));
        }
    }

    [Theory]
    [InlineData("s3://pictures", "pictures", "", "s3://pictures")]
    [InlineData("s3://pictures/", "pictures", "", "s3://pictures")]
    [InlineData("S3://pic-1.x/a/b/", "pic-1.x", "a/b/", "s3://pic-1.x/a/b")]
    public void Address_has_bucket_and_prefix(string text, string bucket, string prefix, string shown)
    {
        S3Address address = S3Address.Parse(text)!;

        Assert.Equal((bucket, prefix, shown), (address.Bucket, address.Prefix, $"{address}"));
    }

    [Theory]
    [InlineData("pictures")]
    [InlineData("https://pictures")]
    [InlineData("s3://")]
    [InlineData("s3://ab")]
    [InlineData("s3://Pictures")]
    [InlineData("s3://pic tures/a")]
    public void Something_else_is_no_address(string text) => Assert.Null(S3Address.Parse(text));

    [Fact]
    public async Task Studio_paints_and_deletes_with_its_files_there()
    {
        await using S3Server server = await S3Server.StartAsync();
        await using Studio studio = await Studio.StartAsync(server.Of);

        RunView run = await studio.UntilAsync((await studio.CreateAsync()).Id, "done", "failed");

        Assert.Equal(("done", ""), (run.State, run.Error));
        byte[] result = await studio.ResultAsync(run.Id);
        Assert.Equal(result, server.Objects[$"studio/{run.Id:N}/result.tif"]);
        byte[] png = await studio.ResultAsync(run.Id, "png");
        Assert.Equal(new PictureSize(32, 27), new PictureReader().Decode(png, "png").Size);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run.Id}/result.tif");
        request.Headers.Range = new RangeHeaderValue(10, 59);
        using HttpResponseMessage part = await studio.Http.SendAsync(request, Studio.Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(result[10..60], await part.Content.ReadAsByteArrayAsync(Studio.Cancellation));
        Assert.Empty(Directory.EnumerateFiles(studio.Settings.DataFolder, "result*", SearchOption.AllDirectories));

        using HttpResponseMessage deleted = await studio.Http.DeleteAsync(
            new Uri($"/api/runs/{run.Id}", UriKind.Relative), Studio.Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(server.Objects);
    }

    [Fact]
    public async Task Run_that_ends_while_the_files_are_away_is_done_when_they_are_back()
    {
        await using S3Server server = await S3Server.StartAsync();
        await using Studio studio = await Studio.StartAsync(server.Of);
        RunView run = await studio.CreateAsync(("steps", "40"), ("size", "48"));
        while ((await studio.GetAsync(run.Id)).Run.Progress is null)
            await Task.Delay(10, Studio.Cancellation);

        server.IsAway = true;
        using (HttpResponseMessage ready = await studio.Http.GetAsync("/health/ready", Studio.Cancellation))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.NotEqual("failed", (await studio.GetAsync(run.Id)).Run.State);
        server.IsAway = false;

        Assert.Equal("done", (await studio.UntilAsync(run.Id, "done", "failed")).State);
        Assert.NotEmpty(await studio.ResultAsync(run.Id));
    }

    [Fact]
    public async Task Another_machine_continues_with_the_same_files()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using S3Server server = await S3Server.StartAsync();
        StudioSettings Change(StudioSettings settings) => server.Of(settings) with { Store = database.Connection };
        await using Studio page = await Studio.StartAsync(
            settings => Change(settings) with { Limits = new StudioLimits { RunsAtOnce = 0 } });
        RunView run = await page.CreateAsync();

        await using Studio worker = await Studio.StartAsync(Change);

        Assert.Equal("done", (await page.UntilAsync(run.Id, "done", "failed")).State);
        Assert.Equal(server.Objects[$"studio/{run.Id:N}/result.tif"], await page.ResultAsync(run.Id));
    }

    [Fact]
    public async Task Studio_does_not_start_without_its_files()
    {
        await using S3Server server = await S3Server.StartAsync();

        ImpastoException wrong = await Assert.ThrowsAsync<ImpastoException>(
            () => Studio.StartAsync(settings => server.Of(settings) with { FilesKeys = S3Server.WrongKeys }));
        InvalidOptionsException unread = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => Studio.StartAsync(settings => server.Of(settings) with { Files = "pictures" }));

        Assert.StartsWith("The store can't be used: the files at s3://", wrong.Message, StringComparison.Ordinal);
        Assert.Equal("files: expected s3://BUCKET or s3://BUCKET/PREFIX, got 'pictures'.", unread.Message);
    }

    private static S3Blobs Open(S3Server server, AWSCredentials? keys = null) =>
        new(S3Address.Parse($"s3://{S3Server.Bucket}/studio")!, server.Address, null, keys ?? S3Server.Keys);

    private static byte[] Bytes(int count, int seed)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
