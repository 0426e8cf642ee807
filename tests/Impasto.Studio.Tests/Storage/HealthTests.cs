using System.Diagnostics;
using System.Net;
using Impasto.Studio.Storage;
using Impasto.Studio.Tests.Cluster;

namespace Impasto.Studio.Tests.Storage;

/// <summary>A studio is ready if its files can be used, wherever they are.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Studio_whose_folder_is_gone_is_not_ready_until_it_is_back()
    {
        await using Studio studio = await Studio.StartIdleAsync();
        string folder = Path.Combine(studio.Settings.DataFolder, "runs"), away = $"{folder}.away";
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(studio));

        Directory.Move(folder, away);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(studio));
        // The program itself is well: nothing is gained by starting it again.
        Assert.Equal("alive", await studio.Http.GetStringAsync("/health/live", Studio.Cancellation));
        Directory.Move(away, folder);

        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(studio));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public async Task Studio_whose_files_are_not_in_the_database_is_not_ready()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Studio studio = await Studio.StartAsync(settings => settings with
        {
            Store = database.Connection, Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(studio));

        await studio.Service<Database>().ExecuteAsync("ALTER TABLE run_files RENAME TO elsewhere");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(studio));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Studio_whose_bucket_does_not_answer_says_so_soon(bool isSilent)
    {
        await using S3Server server = await S3Server.StartAsync();
        await using Studio studio = await Studio.StartAsync(
            settings => server.Of(settings) with { Limits = new StudioLimits { RunsAtOnce = 0 } });
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(studio));
        long start = Stopwatch.GetTimestamp();

        (server.IsSilent, server.IsAway) = (isSilent, !isSilent);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(studio));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 20);
        (server.IsSilent, server.IsAway) = (false, false);
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync(studio));
    }

    private static async Task<HttpStatusCode> ReadyAsync(Studio studio)
    {
        using HttpResponseMessage answer = await studio.Http.GetAsync("/health/ready", Studio.Cancellation);
        return answer.StatusCode;
    }
}
