using Microsoft.CodeAnalysis;

namespace Impasto.Tests.Reference;

/// <summary>Where pages describe something.</summary>
internal static class Links
{
    /// <summary>The file that describes a namespace.</summary>
    public static string PageOf(INamespaceSymbol space) => $"{space.ToDisplayString()}.md";

    /// <summary>A link to a type or to the type of a member; only its name where no page has it.</summary>
    public static string To(ISymbol symbol)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        string name = symbol is INamedTypeSymbol named
            ? Signatures.Name(named)
            : type is null ? symbol.Name : $"{Signatures.Name(type)}.{MemberName(symbol)}";
        bool isOurs = type is { DeclaredAccessibility: Accessibility.Public }
            && type.ContainingAssembly.Name.StartsWith("Impasto", StringComparison.Ordinal);
        return isOurs ? $"[`{name}`]({PageOf(type!.ContainingNamespace)}#{Anchor(type)})" : $"`{name}`";
    }

    /// <summary>The anchor that a heading with a type's name gets: small letters, digits and hyphens.</summary>
    public static string Anchor(INamedTypeSymbol type) =>
        new([.. Signatures.Name(type).ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter))]);

    private static string MemberName(ISymbol symbol) =>
        symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType.Name : symbol.Name;
}
