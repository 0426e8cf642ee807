using System.Net;
using Impasto.Studio.Views;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Cluster;

/// <summary>A real studio whose disk is full when a run ends.</summary>
public sealed class FullDiskTests
{
    // A studio creates runs only while 200 MB are free.
    private const int DiskMegabytes = 230;

    private static readonly (string Name, string Value)[] Recipe = [("steps", "300"), ("size", "48")];

    [Fact]
    public async Task Run_that_finds_the_disk_full_is_paused_with_everything_kept_and_others_can_be_deleted()
    {
        Assert.SkipUnless(await StudioProcess.CanHaveDiskAsync(), "A disk of one's own needs unshare and mount.");
        using var folder = new ScratchFolder();
        await using StudioProcess studio = await StudioProcess.StartOnDiskAsync(folder.Path, DiskMegabytes);
        await ChaosTimes.RepeatAsync("runs that find the disk full", async () =>
        {
            RunView old = await studio.UntilAsync((await studio.CreateAsync()).Id, "done");
            RunView run = await studio.CreateAsync(Recipe);
            while ((await studio.GetAsync(run.Id)).Run.Progress is not { Step: > 2 })
                await Task.Delay(10, Studio.Cancellation);

            string filler = studio.Seen(folder.File("filler"));
            Fill(filler);

            RunView paused = await studio.UntilAsync(run.Id, "paused", "done");
            Assert.Equal("paused", paused.State);
            Assert.Equal(
                "The disk is full: the run was paused, and everything that was stored is kept. "
                + "Make room, then continue it.",
                paused.Error);
            Assert.True(File.Exists(studio.Seen(folder.File($"runs/{run.Id:N}/checkpoint"))));
            using HttpResponseMessage refused = await studio.Http.PostAsync(
                "/api/runs", Studio.Form(), Studio.Cancellation);
            Assert.Equal(HttpStatusCode.InsufficientStorage, refused.StatusCode);
            using HttpResponseMessage deleted = await studio.Http.DeleteAsync(
                $"/api/runs/{old.Id}", Studio.Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);

            File.Delete(filler);
            await studio.PostAsync($"/api/runs/{run.Id}/continue");
            RunView done = await studio.UntilAsync(run.Id, "done");
            Assert.Equal((300, 2, ""), (done.Progress!.Step, done.Attempt, done.Error));
            await studio.Http.DeleteAsync($"/api/runs/{run.Id}", Studio.Cancellation);
            return "paused, kept, continued and done";
        });
    }

    private static void Fill(string file)
    {
        using FileStream stream = File.Create(file, bufferSize: 1);
        foreach (int size in new[] { 1 << 20, 1 << 12, 1 })
        {
            try
            {
                while (true)
                    stream.Write(new byte[size]);
            }
            catch (IOException)
            {
                // No room for that much.
            }
        }
    }
}
