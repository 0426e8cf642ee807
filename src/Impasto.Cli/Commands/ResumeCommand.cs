using System.CommandLine;
using System.Text.Json.Nodes;
using Impasto.Imaging;

namespace Impasto.Cli.Commands;

/// <summary>impasto resume: finishes a run that was stopped or killed, from its checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("resume", "Finish a run that was stopped or killed, from its checkpoint: with the same picture, bit for bit.");
        var checkpoint = new Argument<string>("checkpoint") { Description = "The file of --checkpoint." };
        var arguments = new StylizeArguments();
        command.Arguments.Add(checkpoint);
        arguments.AddRun(command);
        command.SetAction((parsed, cancellation) =>
        {
            (StylizeRequest recorded, string network) = ResumeRecord.Read(StylizeCheckpoint.Open(parsed.GetRequiredValue(checkpoint)));
            StylizeRequest request = arguments.ReadRun(parsed, recorded);
            // What Ctrl+C kept of the same run is no picture to be protected from it.
            bool free = request.Writing.Force || !File.Exists(request.Output) || IsOf(request, network);
            return new StylizeJob(terminal, request with { Writing = request.Writing with { Force = free } }, network).RunAsync(cancellation);
        });
        return command;
    }

    // Whether the picture at the run's place is of this very run.
    private static bool IsOf(StylizeRequest request, string network)
    {
        try
        {
            string? found = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).ReadInfo(request.Output).Parameters;
            return found is not null && WithoutDevice(found) == WithoutDevice(RunRecord.Write(request, network, ""));
        }
        catch (Exception failure) when (failure is ImpastoException or System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static string? WithoutDevice(string record)
    {
        JsonNode? node = JsonNode.Parse(record);
        (node as JsonObject)?.Remove("device");
        return node?.ToJsonString();
    }
}
