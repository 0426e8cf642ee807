using System.Net.Http.Json;
using System.Text.Json;

var studio = new Uri(args.Length > 0 ? args[0] : "http://127.0.0.1:5080");

using var http = new HttpClient { BaseAddress = studio };
using var form = new MultipartFormDataContent
{
    { new ByteArrayContent(File.ReadAllBytes("photo.jpg")), "content", "photo.jpg" },
    { new ByteArrayContent(File.ReadAllBytes("painting.jpg")), "style", "painting.jpg" },
    { new StringContent("128"), "size" },
    { new StringContent("20"), "steps" },
};
using HttpResponseMessage created = await http.PostAsync("/api/runs", form);
created.EnsureSuccessStatusCode();
JsonElement run = await created.Content.ReadFromJsonAsync<JsonElement>();
string address = $"/api/runs/{run.GetProperty("id").GetString()}";

// Server-sent events: the run's present state first, then every change. The stream ends with the run.
using (var events = new StreamReader(await http.GetStreamAsync($"{address}/events")))
    await events.ReadToEndAsync();
JsonElement details = await http.GetFromJsonAsync<JsonElement>(address);
run = details.GetProperty("run");
if (run.GetProperty("state").GetString() != "done")
    throw new InvalidOperationException($"The run is {run.GetProperty("state")}: {run.GetProperty("error")}");
File.WriteAllBytes("result.png", await http.GetByteArrayAsync($"{address}/result.png"));
