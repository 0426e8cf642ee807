using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto export: writes a learned style for other programs.</summary>
internal static class ExportCommand
{
    private const string Ending = ".onnx";

    public static Command Create(Terminal terminal)
    {
        var style = new Argument<string>("style") { Description = "A style that learn wrote." };
        var output = new GroupedOption<string>("Output", "--output", "-o")
        {
            Description = $"The file to write. [STYLE{Ending}]",
            HelpName = "FILE",
        };
        var force = new GroupedOption<bool>("Output", "--force") { Description = "Replace a file that exists." };
        var command = new Command(
            "export", "Write a learned style as an ONNX file, for programs that have no Impasto.")
        {
            style, output, force,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(style);
            string usual = Path.ChangeExtension(path, Ending);
            string target = parsed.GetValue(output) ?? usual;
            PictureName.RequireFile("--output", target, Path.GetFileName(usual));
            if (!target.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            {
                throw new WrongCallException(
                    $"--output: expected a name that ends in {Ending}, the only format that there is, got '{target}'.");
            }

            new InputFiles([path]).RequireApart(("--output", target));
            bool overwrites = parsed.GetValue(force);
            AtomicFile.Check(target, overwrites);
            LearnedStyle.Load(path).ExportOnnx(target, overwrites);
            terminal.Out.WriteLine(
                $"Result   {target}, any width and height, {new FileInfo(target).Length / 1e6:0.00} MB");
            return ExitCode.Success;
        });
        return command;
    }
}
