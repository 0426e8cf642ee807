using System.CommandLine;
using Impasto.Cli.Reporting;
using Impasto.Cli.Shell;
using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto weights: installs, lists, verifies and removes networks.</summary>
internal static class WeightsCommand
{
    public static Command Create(Terminal terminal) => new("weights", "Install, list, verify and remove VGG weights.")
    {
        Install(terminal),
        List(terminal),
        Verify(terminal),
        Remove(terminal),
    };

    private static Command Install(Terminal terminal)
    {
        Argument<string> name = Name();
        var from = new Option<string>("--from")
        {
            Description = "The address of a mirror, or a file. [the publisher's address]",
            HelpName = "URL|FILE",
        };
        var sha256 = new Option<string>("--sha256")
        {
            Description = "The first digits that the file's SHA-256 must have. [those that are published]",
            HelpName = "HEX",
        };
        var all = new Option<bool>("--all-layers") { Description = "Also keep the layers after conv5_1." };
        var force = new Option<bool>("--force") { Description = "Replace installed weights." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print problems only." };
        var command = new Command("install", "Download weights, check them, and keep the layers that are needed.")
        {
            name, from, sha256, all, force, quiet,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string wanted = parsed.GetRequiredValue(name);
            var options = new InstallOptions
            {
                From = parsed.GetValue(from),
                Sha256 = parsed.GetValue(sha256),
                AllLayers = parsed.GetValue(all),
                Overwrite = parsed.GetValue(force),
            };
            WrongCallException.Read(() => WeightOrigin.Find(wanted));
            using HttpClient client = terminal.Http is null
                ? new HttpClient()
                : new HttpClient(terminal.Http, disposeHandler: false);
            client.Timeout = Timeout.InfiniteTimeSpan;
            IProgress<InstallProgress>? display = parsed.GetValue(quiet) ? null : new InstallDisplay(terminal.Out);
            InstalledWeights installed = await new WeightInstaller(terminal.Weights, client, terminal.Clock)
                .InstallAsync(wanted, options, display, cancellation);
            if (!parsed.GetValue(quiet))
            {
                terminal.Out.WriteLine(
                    $"Installed {installed.Name}: {installed.Path}, {installed.Bytes / 1e6:0.0} MB");
            }
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "List installed weights.");
        command.SetAction(_ =>
        {
            WeightStore store = terminal.Weights;
            double millions = NetworkCatalog.Compact().Network.ParameterCount / 1e6;
            terminal.Out.WriteLine($"compact   inside the program, {millions:0.00} M parameters");
            foreach (InstalledWeights weights in store.List())
            {
                terminal.Out.WriteLine(
                    $"{weights.Name,-8}  {weights.Path}, {weights.Bytes / 1e6:0.0} MB, {Origin(weights)}");
            }

            if (store.List().Count == 0)
                terminal.Out.WriteLine($"Nothing else is installed in '{store.Folder}'.");
        });
        return command;
    }

    private static string Origin(InstalledWeights weights) => weights switch
    {
        { Source: "" } => "copied there by hand",
        { Sha256: "" } => "damaged",
        _ => $"from {weights.Source}",
    };

    private static Command Verify(Terminal terminal)
    {
        var name = new Argument<string?>("name")
        {
            Description = "The weights to check. [all]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("verify", "Check that installed weights are unchanged.") { name };
        command.SetAction(parsed =>
        {
            WeightStore store = terminal.Weights;
            string[] names = parsed.GetValue(name) is { } one
                ? [one]
                : [.. store.List().Select(weights => weights.Name)];
            int code = ExitCode.Success;
            foreach (string wanted in names)
            {
                string? problem = store.Verify(wanted);
                (problem is null ? terminal.Out : terminal.Error).WriteLine(problem ?? $"{wanted}: unchanged");
                code = problem is null ? code : ExitCode.Failure;
            }

            if (names.Length == 0)
                terminal.Out.WriteLine($"Nothing is installed in '{store.Folder}'.");
            return code;
        });
        return command;
    }

    private static Command Remove(Terminal terminal)
    {
        Argument<string> name = Name();
        var command = new Command("remove", "Delete installed weights.") { name };
        command.SetAction(parsed =>
        {
            InstalledWeights removed = terminal.Weights.Remove(parsed.GetRequiredValue(name));
            terminal.Out.WriteLine($"Removed {removed.Path}");
        });
        return command;
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name")
        {
            Description = string.Join(", ", WeightOrigin.All.Select(origin => origin.Name)),
        };
        name.CompletionSources.Add([.. WeightOrigin.All.Select(origin => origin.Name)]);
        return name;
    }
}
