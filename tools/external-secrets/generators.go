// Generators of the controller: none, since all but a few bring the client of a cloud. In place of
// pkg/generator/register/register.go.
package register
