using Impasto.Imaging;
using Impasto.Studio.Web;

namespace Impasto.Studio.Tests;

/// <summary>Runs from the form to the result, over the service as programs use it.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Create_run_is_done_and_its_result_can_be_had_in_three_formats()
    {
        await using Studio studio = await Studio.StartAsync();

        RunView run = await studio.UntilAsync((await studio.CreateAsync(("seed", "7"))).Id, "done", "failed");

        Assert.Equal(("done", "photo.png", 32, 27), (run.State, run.Content, run.Width, run.Height));
        foreach ((string format, int bits) in new[] { ("png", 8), ("jpg", 8), ("tif", 16) })
        {
            byte[] bytes = await studio.Http.GetByteArrayAsync($"/api/runs/{run.Id}/result.{format}", Studio.Cancellation);
            Picture picture = new PictureReader().Decode(bytes, format);
            Assert.Equal((32, 27), (picture.Width, picture.Height));
            Assert.Equal(bits == 16, picture.Pixels.Any(value => Math.Abs((value * 255) - MathF.Round(value * 255)) > 0.01f));
        }
    }
}
