using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto glance: shows in one pass what a run will make.</summary>
internal sealed class GlanceCommand(Terminal terminal)
{
    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph: a file, an http(s) address, or - for standard input.",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "The picture to write; its ending decides the format. [CONTENT_STYLE_glance.png]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace a file that exists.",
    };

    private readonly GlanceArguments _recipe = new(forFrames: false);

    private readonly WritingArguments _writing = new();

    public static Command Create(Terminal terminal)
    {
        var words = new GlanceCommand(terminal);
        var command = new Command(
            "glance", "Show in one pass, without the steps of a run, about what stylize will make.");
        command.Arguments.Add(words._content);
        words._recipe.AddStyles(command);
        command.Options.Add(words._output);
        command.Options.Add(words._force);
        words._recipe.AddOptions(command);
        words._writing.AddTo(command, hasParameters: false);
        command.SetAction(words.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string content = parsed.GetRequiredValue(_content);
        GlanceRequest request = _recipe.Read(parsed, content);
        string named = string.Join('_', [PictureName.Stem(content), .. request.Names.Select(PictureName.Stem)]);
        string output = parsed.GetValue(_output) ?? $"{named}_glance.png";
        PictureName.RequireFile("--output", output, $"{named}_glance.png");
        PictureWriteOptions writing = _writing.Read(parsed, output, new RecordedOutput())
            .ToWriteOptions(parsed.GetValue(_force));
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, writing));
        if (request.StandardInputs > 1)
            throw new WrongCallException("Standard input (-) can be read only once.");
        new InputFiles(request.Inputs).RequireApart(("--output", output));
        PictureWriter.Check(output, writing);
        StylizeTask task = JobPictures.TaskOf(
            request.Record, await NotedPicture.ReadAllAsync(terminal, request.Record, cancellation));
        using Glance glance = request.Open();
        Picture made = glance.Paint(task, request.Strength, cancellation);
        PictureWriter.Write(made, output, writing);
        terminal.Out.WriteLine($"Result   {output}, {made.Width} x {made.Height}");
        return ExitCode.Success;
    }
}
