using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Tests;

namespace Impasto.Samples.Tests;

/// <summary>samples/Endpoint: upload in, progress and picture out, cancelled with the request.</summary>
public sealed class EndpointTests
{
    private static readonly Picture s_photo = TestPictures.EightBits(TestPictures.Noise(48, 40, seed: 1));
    private static readonly Picture s_painting = TestPictures.EightBits(TestPictures.Noise(40, 48, seed: 2));

    [Fact]
    public async Task Request_gets_every_step_and_then_the_picture_of_the_library()
    {
        await using RunningEndpoint endpoint = await RunningEndpoint.StartAsync(steps: 6);

        List<SseItem<string>> events = await PaintAsync(endpoint, s_photo);

        Assert.Equal([.. Enumerable.Repeat("progress", 6), "picture"], events.Select(item => item.EventType));
        JsonElement[] steps =
            [.. events.SkipLast(1).Select(item => JsonSerializer.Deserialize<JsonElement>(item.Data))];
        Assert.Equal(Enumerable.Range(1, 6), steps.Select(step => step.GetProperty("step").GetInt32()));
        Assert.All(steps, step => Assert.Equal(6, step.GetProperty("totalSteps").GetInt32()));
        Assert.All(steps, step => Assert.True(step.GetProperty("loss").GetDouble() > 0));
        Picture found = new PictureReader().Decode(Convert.FromBase64String(events[^1].Data), "event");
        Assert.Equal(TestPictures.EightBits(Painted(6)).Pixels, found.Pixels);
    }

    [Fact]
    public async Task Request_that_is_given_up_ends_its_run()
    {
        // A run that is not ended takes half a minute, and this test fails after it.
        const int Steps = 1000;
        await using RunningEndpoint endpoint = await RunningEndpoint.StartAsync(Steps);
        using (HttpResponseMessage response = await PostAsync(endpoint, s_photo))
        {
            await foreach (SseItem<string> item in RunningEndpoint.EventsAsync(response))
            {
                if (item.EventType == "progress")
                    break;
            }
        }

        // A stylizer makes one run at a time: this one begins when the request's has ended.
        var next = new StylizeTask(s_photo, [new WeightedStyle(s_painting)], SmallRecipe.WithSteps(1));
        StylizeResult result = await endpoint.Stylizer.RunAsync(
            next, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(StylizeOutcome.Completed, result.Outcome);
        Assert.InRange(endpoint.Evaluations, 2, Steps / 2);
    }

    [Fact]
    public async Task Request_with_a_file_that_is_not_a_picture_is_refused_with_a_sentence()
    {
        await using RunningEndpoint endpoint = await RunningEndpoint.StartAsync(steps: 1);

        using HttpResponseMessage response = await endpoint.PostAsync("no picture"u8.ToArray(), Encode(s_painting));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("photo.png", answer, StringComparison.Ordinal);
        Assert.Equal(0, endpoint.Evaluations);
    }

    [Fact]
    public async Task Run_that_fails_ends_with_its_problem()
    {
        await using RunningEndpoint endpoint = await RunningEndpoint.StartAsync(steps: 1);

        List<SseItem<string>> events = await PaintAsync(endpoint, TestPictures.Noise(500, 1, seed: 1));

        SseItem<string> only = Assert.Single(events);
        Assert.Equal("problem", only.EventType);
        Assert.Contains("too small", only.Data, StringComparison.Ordinal);
    }

    private static async Task<List<SseItem<string>>> PaintAsync(RunningEndpoint endpoint, Picture photo)
    {
        using HttpResponseMessage response = await PostAsync(endpoint, photo);
        List<SseItem<string>> events = [];
        await foreach (SseItem<string> item in RunningEndpoint.EventsAsync(response))
            events.Add(item);
        return events;
    }

    private static Task<HttpResponseMessage> PostAsync(RunningEndpoint endpoint, Picture photo) =>
        endpoint.PostAsync(Encode(photo), Encode(s_painting));

    private static byte[] Encode(Picture picture) => RunningEndpoint.Encode(picture);

    private static Picture Painted(int steps)
    {
        using var stylizer = new Stylizer(NetworkCatalog.Compact().Network, new CpuDevice(1));
        return stylizer.Run(s_photo, [new WeightedStyle(s_painting)], SmallRecipe.WithSteps(steps)).Picture;
    }
}
