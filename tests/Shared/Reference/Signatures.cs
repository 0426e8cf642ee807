using Microsoft.CodeAnalysis;

namespace Impasto.Tests.Reference;

/// <summary>Types and members as C# declares them.</summary>
internal static class Signatures
{
    private static readonly SymbolDisplayFormat s_type = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_member = s_type
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeConstantValue)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeConstraints);

    /// <summary>A type's name with its parameters, and those of the types around it.</summary>
    public static string Name(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? $"{Name(outer)}." : "") + type.ToDisplayString(s_type);

    /// <summary>A type's declaration without its members.</summary>
    public static string Declaration(INamedTypeSymbol type)
    {
        if (type.DelegateInvokeMethod is { } invoke)
        {
            string parameters =
                string.Join(", ", invoke.Parameters.Select(parameter => parameter.ToDisplayString(s_member)));
            return $"public delegate {invoke.ReturnType.ToDisplayString(s_type)} {Name(type)}({parameters})";
        }

        string kind = type.TypeKind switch
        {
            TypeKind.Interface => "interface",
            TypeKind.Enum => "enum",
            TypeKind.Struct => "struct",
            _ => type.IsRecord ? "record" : "class",
        };
        string modifiers = type.TypeKind switch
        {
            TypeKind.Struct => type.IsReadOnly ? "readonly " : "",
            TypeKind.Class when type.IsStatic => "static ",
            TypeKind.Class when type.IsAbstract => "abstract ",
            TypeKind.Class when type.IsSealed => "sealed ",
            _ => "",
        };
        string[] bases = [.. Bases(type).Select(other => other.ToDisplayString(s_type))];
        return $"public {modifiers}{kind} {type.ToDisplayString(s_type)}"
            + (bases.Length > 0 ? $" : {string.Join(", ", bases)}" : "");
    }

    /// <summary>A member in one line; whether a property can be set stands in its braces.</summary>
    public static string Of(ISymbol member) => member switch
    {
        IPropertySymbol property => Of(property),
        IMethodSymbol { IsExtensionMethod: true } method => method.ToDisplayString(s_member),
        _ => (member.DeclaredAccessibility == Accessibility.Protected ? "protected " : "")
            + member.ToDisplayString(s_member),
    };

    /// <summary>The public members to describe, without what the compiler makes for records.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.TypeKind == TypeKind.Delegate
        ? []
        : type.GetMembers().Where(member => IsDescribed(type, member));

    private static string Of(IPropertySymbol property)
    {
        string set = property.SetMethod is { DeclaredAccessibility: Accessibility.Public } setter
            ? setter.IsInitOnly ? " init;" : " set;"
            : "";
        return (property.DeclaredAccessibility == Accessibility.Protected ? "protected " : "")
            + $"{property.ToDisplayString(s_member)} {{{(property.GetMethod is null ? "" : " get;")}{set} }}";
    }

    private static bool IsDescribed(INamedTypeSymbol type, ISymbol member)
    {
        if (member.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected)
            || member is INamedTypeSymbol
            || (member.DeclaredAccessibility == Accessibility.Protected && type.IsSealed)
            || member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute"))
        {
            return false;
        }

        return member switch
        {
            IMethodSymbol method => IsDescribed(type, method),
            IFieldSymbol field => type.TypeKind != TypeKind.Enum || field.HasConstantValue,
            _ => true,
        };
    }

    private static bool IsDescribed(INamedTypeSymbol type, IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor => type.TypeKind != TypeKind.Struct || method.Parameters.Length > 0,
        MethodKind.Ordinary => !IsOfObject(method),
        MethodKind.Conversion => true,
        MethodKind.UserDefinedOperator => method.Name is not ("op_Equality" or "op_Inequality"),
        _ => false,
    };

    private static bool IsOfObject(IMethodSymbol method) => method.Name is "ToString" or "Equals" or "GetHashCode";

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } parent })
            yield return parent;
        if (type.TypeKind == TypeKind.Enum)
            yield break;
        // Metadata lists those of interfaces as well.
        foreach (INamedTypeSymbol contract in type.Interfaces)
        {
            bool isInOther = type.Interfaces
                .Any(other => other.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default));
            if (contract.DeclaredAccessibility == Accessibility.Public && contract.Name != "IEquatable" && !isInOther)
                yield return contract;
        }
    }
}
