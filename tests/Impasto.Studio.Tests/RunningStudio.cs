using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests;

/// <summary>The calls that tests make to a studio, wherever it runs.</summary>
internal abstract class RunningStudio : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected RunningStudio(Uri address) => Http = new HttpClient { BaseAddress = address };

    public HttpClient Http { get; protected set; }

    /// <summary>Creates a run; fails the test if it is refused.</summary>
    public async Task<RunView> CreateAsync(params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = Studio.Form(fields);
        using HttpResponseMessage response = await Http.PostAsync("/api/runs", form, Studio.Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<RunView>(Studio.Json, Studio.Cancellation))!;
    }

    public async Task<RunDetails> GetAsync(Guid id) =>
        (await Http.GetFromJsonAsync<RunDetails>($"/api/runs/{id}", Studio.Json, Studio.Cancellation))!;

    /// <summary>
    /// Waits until a run is in one of some states; fails the test at once if the run fails unexpectedly.
    /// </summary>
    public async Task<RunView> UntilAsync(Guid id, params string[] states)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            RunView run = (await GetAsync(id)).Run;
            if (states.Contains(run.State))
                return run;
            bool canStillBe = run.State != "failed" && TimeProvider.System.GetElapsedTime(start) < Patience;
            Assert.True(canStillBe, $"The run is {run.State}: {run.Error}");
            await Task.Delay(30, Studio.Cancellation);
        }
    }

    /// <summary>The newest runs.</summary>
    public async Task<RunList> ListAsync() =>
        (await Http.GetFromJsonAsync<RunList>("/api/runs", Studio.Json, Studio.Cancellation))!;

    /// <summary>Calls an action of a run.</summary>
    public async Task<(int Status, JsonElement Answer)> PostAsync(string path, object? body = null)
    {
        using HttpResponseMessage response = await Http.PostAsJsonAsync(path, body ?? new { }, Studio.Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation));
    }

    /// <summary>The file of a result.</summary>
    public Task<byte[]> ResultAsync(Guid id, string format = "tif") =>
        Http.GetByteArrayAsync($"/api/runs/{id}/result.{format}", Studio.Cancellation);

    public virtual ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }
}
