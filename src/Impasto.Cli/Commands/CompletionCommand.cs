using System.CommandLine;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Commands;

/// <summary>impasto completion: prints scripts that let a shell complete commands, options and values.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _impasto() {
                local IFS=$'\n'
                local line="${COMP_LINE:0:COMP_POINT}"
                line="${line#* }"
                local words="$(impasto "[suggest:${#line}]" "$line" 2>/dev/null)"
                COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _impasto impasto
            """,
        ["zsh"] = """
            _impasto() {
                local line="${LBUFFER#* }"
                compadd -- ${(f)"$(impasto "[suggest:${#line}]" "$line" 2>/dev/null)"}
                _files
            }
            compdef _impasto impasto
            """,
        ["fish"] = """
            function __impasto
                set -l line (string replace -r '^\S+ ?' '' -- (commandline -cp))
                impasto "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c impasto -a '(__impasto)'
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName impasto -ScriptBlock {
                param($word, $ast, $position)
                $line = $ast.ToString() -replace '^\S+ ?', ''
                impasto "[suggest:$($line.Length)]" $line 2>$null | Where-Object { $_ -like "$word*" }
            }
            """,
    };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", Scripts.Keys) };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that completes commands and options in a shell.")
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            string script = Scripts.GetValueOrDefault(name)
                ?? throw new WrongCallException(
                    $"Unknown shell '{name}': expected {string.Join(", ", Scripts.Keys)}.");
            terminal.Data.WriteLine(script);
        });
        return command;
    }
}
