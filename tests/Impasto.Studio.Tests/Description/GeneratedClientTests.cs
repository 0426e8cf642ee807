using Impasto.Imaging;

namespace Impasto.Studio.Tests.Description;

/// <summary>A client that a generator made from the description, used as a program would use it.</summary>
public sealed class GeneratedClientTests
{
    [Fact]
    public async Task Client_is_generated_compiles_paints_reorders_and_reads_the_codes_of_errors()
    {
        await using Studio studio = await Studio.StartAsync();
        await using Studio idle = await Studio.StartIdleAsync();
        await using Studio guarded = await Studio.StartAsync(settings => settings with
        {
            Token = "right", Limits = new StudioLimits { RunsAtOnce = 0 },
        });
        GeneratedClient client = await GeneratedClient.CreateAsync(
            await studio.Http.GetStringAsync("/openapi/v1.json", Studio.Cancellation));

        byte[] result = await client.RunAsync<byte[]>("PaintAsync", studio.Http);
        Assert.Equal(32, new PictureReader().Decode(result, "result").Width);

        Assert.Equal("2 1, 2 given up", await client.RunAsync<string>("ReorderAsync", idle.Http));
        Assert.Equal("404 NotFound, 422 InvalidOption", await client.RunAsync<string>("FailAsync", idle.Http));
        Assert.Equal("401 NoToken", await client.RunAsync<string>("ListAsync", guarded.Http));
        Assert.Equal("", await client.RunAsync<string>("ListAsync", idle.Http));
    }
}
