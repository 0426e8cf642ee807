using System.Net.Http.Json;
using System.Text.Json;
using Impasto.Studio.Views;

namespace Impasto.Studio.Tests.Batches;

/// <summary>Requests for batches of tiny runs.</summary>
internal static class TestBatches
{
    /// <summary>
    /// A form with photographs and paintings of some names, those of "broken" names damaged; each of its runs takes two
    /// steps at 32 pixels.
    /// </summary>
    public static MultipartFormDataContent Form(
        string[] photos, string[] paintings, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (string name in photos)
        {
            bool isDamaged = name.StartsWith("broken", StringComparison.Ordinal);
            form.Add(Studio.Part(isDamaged ? [1, 2, 3] : Studio.Photo), "content", name);
        }

        foreach (string name in paintings)
            form.Add(Studio.Part(Studio.Painting), "style", name);
        (string Name, string Value)[] quick = [("size", "32"), ("steps", "2"), ("min-size", "0")];
        foreach ((string name, string value) in quick.ExceptBy(fields.Select(field => field.Name), field => field.Name)
            .Concat(fields))
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    /// <summary>Creates a batch; fails the test if it is refused.</summary>
    public static async Task<BatchView> CreateBatchAsync(
        this RunningStudio studio,
        string[] photos,
        string[] paintings,
        params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = Form(photos, paintings, fields);
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/batches", form, Studio.Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Studio.Cancellation));
        return (await response.Content.ReadFromJsonAsync<BatchView>(Studio.Json, Studio.Cancellation))!;
    }

    /// <summary>Asks for a batch that is to be refused.</summary>
    public static async Task<(int Status, string Sentence)> RefusalAsync(
        this RunningStudio studio,
        string[] photos,
        string[] paintings,
        params (string Name, string Value)[] fields)
    {
        using MultipartFormDataContent form = Form(photos, paintings, fields);
        using HttpResponseMessage response = await studio.Http.PostAsync("/api/batches", form, Studio.Cancellation);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Studio.Cancellation);
        return ((int)response.StatusCode, problem.GetProperty("detail").GetString()!);
    }

    public static async Task<BatchView> GetBatchAsync(this RunningStudio studio, Guid id) =>
        (await studio.Http.GetFromJsonAsync<BatchView>($"/api/batches/{id}", Studio.Json, Studio.Cancellation))!;

    /// <summary>Waits until all runs of a batch are done.</summary>
    public static async Task<BatchView> UntilDoneAsync(this RunningStudio studio, BatchView batch)
    {
        foreach (RunView run in batch.Runs)
            await studio.UntilAsync(run.Id, "done");
        return await studio.GetBatchAsync(batch.Id);
    }
}
